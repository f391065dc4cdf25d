package dev.jpod.diff;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers canonical fields; what is null stands at its default and is left out. */
final class FieldSink {
  private final SortedMap<String, String> fields = new TreeMap<>();

  SortedMap<String, String> fields() {
    return fields;
  }

  void put(FieldKind field, @Nullable String value) {
    if (value != null) {
      fields.put(field.path(), value);
    }
  }

  void put(FieldKind field, @Nullable Number value) {
    if (value != null) {
      fields.put(field.path(), value.toString());
    }
  }

  /** Puts a switch, which is off by default. */
  void put(FieldKind field, boolean value) {
    if (value) {
      fields.put(field.path(), "true");
    }
  }

  /** Puts an entry of a map. */
  void put(FieldKind field, String name, String value) {
    fields.put(field.path() + name, value);
  }

  void put(FieldKind field, Map<String, String> entries) {
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      put(field, entry.getKey(), entry.getValue());
    }
  }

  /** Puts a list whose order counts and which may be empty without being at its default. */
  void putList(FieldKind field, @Nullable Collection<String> elements) {
    if (elements != null) {
      fields.put(field.path(), CanonicalJson.list(elements));
    }
  }

  /** Puts a list whose order counts and which is empty by default. */
  void putUnlessEmpty(FieldKind field, Collection<String> elements) {
    if (!elements.isEmpty()) {
      fields.put(field.path(), CanonicalJson.list(elements));
    }
  }

  /** Puts a list whose order does not count and which is empty by default. */
  void putSet(FieldKind field, Collection<String> elements) {
    if (!elements.isEmpty()) {
      fields.put(field.path(), CanonicalJson.list(new TreeSet<>(elements)));
    }
  }
}
