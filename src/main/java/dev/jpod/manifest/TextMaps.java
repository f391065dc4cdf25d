package dev.jpod.manifest;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps of names and texts, or lists of {@code NAME=value}: labels, annotations, sysctls. */
final class TextMaps {
  private TextMaps() {}

  /** The field's entries; empty when it is not there. */
  static Map<String, String> read(MapReader map, String field) {
    Value value = map.get(field);
    if (value == null) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    if (value.isList()) {
      for (Value item : value.items()) {
        addPair(item, value.path(), texts);
      }
    } else {
      for (MapEntry entry : value.entries()) {
        String text = isName(entry.key(), entry.value()) ? entry.value().text() : null;
        if (text != null) {
          put(entry.key(), text, entry.value(), value.path(), texts);
        }
      }
    }
    return texts;
  }

  private static void addPair(Value item, String path, Map<String, String> texts) {
    String pair = item.text();
    if (pair == null) {
      return;
    }
    int equals = pair.indexOf('=');
    if (equals < 0) {
      item.problem("'" + Quote.shortened(pair) + "' has no '='", "write NAME=value");
      return;
    }
    String name = pair.substring(0, equals);
    if (!isName(name, item)) {
      return;
    }
    if (texts.containsKey(name)) {
      item.problem("'" + Quote.shortened(name) + "' is given twice", "remove one of them");
    }
    put(name, pair.substring(equals + 1), item, path, texts);
  }

  private static void put(
      String name, String text, Value value, String path, Map<String, String> texts) {
    texts.put(name, text);
    value.document().reading().stands(path + "." + name, value.place());
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
