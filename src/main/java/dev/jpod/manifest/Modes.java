package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/** Permission bits in octal, as {@code 0644} or {@code 0o644}. */
final class Modes {
  private Modes() {}

  /** The field's bits; null when it is not there or, with a problem, not octal. */
  static @Nullable Integer read(MapReader map, String field) {
    Value value = map.get(field);
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    try {
      return parse(text);
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }

  /** The bits; the leading zero is required, because 420 and 0644 can mean the same. */
  static int parse(String text) throws Mistake {
    int bits =
        text.startsWith("0o") ? octal(text.substring(2)) : text.startsWith("0") ? octal(text) : -1;
    if (bits < 0) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not a mode",
          "write it in octal with a leading zero, such as 0644");
    }
    return bits;
  }

  /** The bits of a mount option such as {@code mode=1777}, which mount(8) reads as octal. */
  static int ofOption(String digits) throws Mistake {
    int bits = octal(digits);
    if (bits < 0) {
      throw new Mistake(
          "'" + Quote.shortened(digits) + "' is not a mode", "write it in octal, such as 1777");
    }
    return bits;
  }

  private static int octal(String digits) {
    int bits = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '7' || i > 4) {
        return -1;
      }
      bits = bits * 8 + (c - '0');
    }
    return digits.isEmpty() || bits > 07777 ? -1 : bits;
  }
}
