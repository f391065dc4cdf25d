package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/** Whole numbers as YAML's core schema writes them. */
final class Numbers {
  private Numbers() {}

  /** The number, or null when it does not fit into 64 bits. */
  static @Nullable Long parse(String text) {
    try {
      if (text.startsWith("0o")) {
        return Long.parseLong(text, 2, text.length(), 8);
      }
      if (text.startsWith("0x")) {
        return Long.parseLong(text, 2, text.length(), 16);
      }
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  /** The number that decimal digits stand for; -1 when it is none or above {@code most}. */
  static int parse(String text, int most) {
    if (text.isEmpty() || text.length() > 9) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number <= most ? number : -1;
  }
}
