package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps of names and texts, or lists of {@code NAME=value}: labels, annotations, sysctls. */
final class TextMaps {
  private TextMaps() {}

  /** The field's texts by name; empty when it is not there. */
  static Map<String, String> read(MapReader map, String field) {
    return texts(entries(map, field));
  }

  static Map<String, String> texts(List<TextEntry> entries) {
    if (entries.isEmpty()) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (TextEntry entry : entries) {
      if (texts.put(entry.name(), entry.text()) != null) {
        entry
            .value()
            .problem(
                "'" + Quote.shortened(entry.name()) + "' is given twice", "remove one of them");
      }
    }
    return texts;
  }

  /** The field's entries with their places. */
  static List<TextEntry> entries(MapReader map, String field) {
    Value value = map.get(field);
    if (value == null) {
      return List.of();
    }
    List<TextEntry> entries = new ArrayList<>();
    if (value.isList()) {
      for (Value item : value.items()) {
        add(pair(item), value.path(), entries);
      }
    } else {
      for (MapEntry entry : value.entries()) {
        String text = isName(entry.key(), entry.value()) ? entry.value().text() : null;
        add(
            text == null ? null : new TextEntry(entry.key(), text, entry.value()),
            value.path(),
            entries);
      }
    }
    return entries;
  }

  private static void add(@Nullable TextEntry entry, String path, List<TextEntry> entries) {
    if (entry != null) {
      entries.add(entry);
      Value value = entry.value();
      value.document().reading().stands(path + "." + entry.name(), value.place());
    }
  }

  private static @Nullable TextEntry pair(Value item) {
    String pair = item.text();
    if (pair == null) {
      return null;
    }
    int equals = pair.indexOf('=');
    if (equals < 0) {
      item.problem("'" + Quote.shortened(pair) + "' has no '='", "write NAME=value");
      return null;
    }
    String name = pair.substring(0, equals);
    return isName(name, item) ? new TextEntry(name, pair.substring(equals + 1), item) : null;
  }

  private static boolean isName(String name, Value value) {
    boolean fits = !name.isEmpty();
    for (int i = 0; i < name.length() && fits; i++) {
      fits = !Character.isISOControl(name.charAt(i)) && name.charAt(i) != ' ';
    }
    if (!fits) {
      value.problem(
          "'" + Quote.shortened(name) + "' cannot be a name",
          "a name is not empty and has no spaces or control characters");
    }
    return fits;
  }
}
