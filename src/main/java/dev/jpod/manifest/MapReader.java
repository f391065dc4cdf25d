package dev.jpod.manifest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one map. Asking for a field makes its name known; {@link #finish} reports
 * every other name that the map holds, except extension keys ({@code x-…}). So a field is added in
 * one place: where it is read.
 */
final class MapReader {
  private final Value map;
  private final Map<String, Value> fields = new LinkedHashMap<>();
  private final Set<String> unasked = new HashSet<>();
  private final List<String> known = new ArrayList<>();

  /** The fields of a map; of anything else none, with a problem. */
  MapReader(Value map) {
    this(map, map.entries());
  }

  private MapReader(Value map, List<MapEntry> entries) {
    this.map = map;
    for (MapEntry entry : entries) {
      fields.put(entry.key(), entry.value());
      unasked.add(entry.key());
    }
  }

  /** A map at the same place that holds nothing. */
  static MapReader empty(Value somewhere) {
    return new MapReader(somewhere, List.of());
  }

  Value map() {
    return map;
  }

  /** Reports a problem with the map as a whole, unless it is none, which was reported before. */
  void problem(String message, String hint) {
    if (map.isMap()) {
      map.problem(message, hint);
    }
  }

  /** The names that were asked for, in the order of asking. */
  List<String> known() {
    return List.copyOf(new LinkedHashSet<>(known));
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The field's value, null values included; null when it is not there. */
  @Nullable Value raw(String name) {
    known.add(name);
    unasked.remove(name);
    Value value = fields.get(name);
    if (value != null) {
      value.document().reading().stands(value.path(), value.place());
    }
    return value;
  }

  /** The field's value; null, with a problem, when nothing is written after the colon. */
  @Nullable Value get(String name) {
    Value value = raw(name);
    if (value != null && value.isNull()) {
      value.problem("has no value", "remove the field, or give it a value");
      return null;
    }
    return value;
  }

  /** Like {@link #get}, with a problem when the field is not there. */
  @Nullable Value require(String name, String hint) {
    if (!has(name)) {
      problem("'" + name + "' is missing", hint);
    }
    return get(name);
  }

  /** The items of a list; none when the field is not there. */
  List<Value> items(String name) {
    Value value = get(name);
    return value == null ? List.of() : value.items();
  }

  @Nullable String text(String name) {
    Value value = get(name);
    return value == null ? null : value.text();
  }

  @Nullable String line(String name) {
    Value value = get(name);
    return value == null ? null : value.line();
  }

  /** True only when the field says so. */
  boolean flag(String name) {
    Value value = get(name);
    return value != null && Boolean.TRUE.equals(value.flag());
  }

  /** True unless the field says otherwise. */
  boolean flagUnlessFalse(String name) {
    Value value = get(name);
    return value == null || !Boolean.FALSE.equals(value.flag());
  }

  @Nullable Long integer(String name, long least, long most) {
    Value value = get(name);
    return value == null ? null : value.integer(least, most);
  }

  int integer(String name, int least, int most, int otherwise) {
    Long number = integer(name, least, most);
    return number == null ? otherwise : Math.toIntExact(number);
  }

  /** A number of bytes. */
  @Nullable Long size(String name, long least) {
    Value value = get(name);
    return value == null ? null : Sizes.read(value, least);
  }

  @Nullable Duration duration(String name, Duration least) {
    Value value = get(name);
    return value == null ? null : Durations.read(value, least);
  }

  Duration duration(String name, Duration least, Duration otherwise) {
    Duration duration = duration(name, least);
    return duration == null ? otherwise : duration;
  }

  /** The constant whose name, in lower case and with hyphens, is the field's text. */
  <E extends Enum<E>> E choice(String name, E[] choices, E otherwise) {
    Value value = get(name);
    E choice = value == null ? null : Choices.read(value, choices);
    return choice == null ? otherwise : choice;
  }

  /** The constant whose name in camel case, such as {@code startFirst}, is the field's text. */
  <E extends Enum<E>> E camelChoice(String name, E[] choices, E otherwise) {
    Value value = get(name);
    E choice = value == null ? null : Choices.readCamel(value, choices);
    return choice == null ? otherwise : choice;
  }

  /** A list of texts; null when the field is not there. */
  @Nullable List<String> texts(String name) {
    Value value = get(name);
    if (value == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (Value item : value.items()) {
      String text = item.text();
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A list of texts in one line each, or one such text; empty when the field is not there. */
  List<String> lines(String name) {
    Value value = get(name);
    if (value == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Value item : value.itemsOrItself()) {
      String line = item.line();
      if (line != null) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Reports the fields that nobody asked for. */
  void finish() {
    if (unasked.isEmpty()) {
      return;
    }
    List<String> names = known();
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      String name = field.getKey();
      if (unasked.contains(name) && !name.startsWith("x-")) {
        refuse(field.getValue(), "unknown field", FieldHints.of(name, names));
      }
    }
  }

  /** Reports fields that stand in the wrong map; they count as known from then on. */
  void refuse(List<String> names, String message, String hint) {
    for (String name : names) {
      Value value = fields.get(name);
      if (value != null && unasked.remove(name)) {
        refuse(value, message, hint);
      }
    }
  }

  private static void refuse(Value value, String message, String hint) {
    value.document().reading().problem(new Problem(value.place(), value.path(), message, hint));
  }
}
