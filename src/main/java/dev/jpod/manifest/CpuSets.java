package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/** Lists of processors or memory nodes, as {@code 0-2,4}. */
final class CpuSets {
  private static final int MOST = 8191;

  private CpuSets() {}

  /** The set, from whichever of two names for one field is given. */
  static @Nullable String read(MapReader map, String shortName, String name) {
    Value first = map.raw(shortName);
    Value second = map.raw(name);
    if (first != null && second != null) {
      second.problem("is the same field as '" + shortName + "'", "remove one of them");
    }
    if (first == null) {
      return read(map, name);
    }
    first.document().reading().stands(map.map().path() + "." + name, first.place());
    return read(map, shortName);
  }

  static @Nullable String read(MapReader map, String name) {
    Value value = map.get(name);
    String text = value == null ? null : value.line();
    if (value != null && text != null && !isSet(text)) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not a list of numbers and ranges",
          "write it as 0-2,4");
      return null;
    }
    return text;
  }

  private static boolean isSet(String text) {
    int at = 0;
    while (at <= text.length()) {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      if (!isRange(text.substring(at, end))) {
        return false;
      }
      at = end + 1;
    }
    return true;
  }

  private static boolean isRange(String text) {
    int hyphen = text.indexOf('-');
    int first = Numbers.parse(hyphen < 0 ? text : text.substring(0, hyphen), MOST);
    int last = hyphen < 0 ? first : Numbers.parse(text.substring(hyphen + 1), MOST);
    return first >= 0 && last >= first;
  }
}
