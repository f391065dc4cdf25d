package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/**
 * Numbers of bytes: {@code 512m}, {@code 512MiB}, {@code 1.5g}, {@code 64Ki}, {@code 1048576}.
 * Every unit is a power of 1024 in either case of letters, as Docker has it: {@code m}, {@code mb},
 * {@code Mi} and {@code MiB} are the same.
 */
final class Sizes {
  private static final int MOST_FRACTION_DIGITS = 9;

  private Sizes() {}

  static @Nullable Long read(Value value, long least) {
    String text = value.line();
    if (text == null) {
      return null;
    }
    try {
      long size = parse(text);
      if (size < least) {
        throw new Mistake("'" + text + "' is too small", "it is at least " + show(least));
      }
      return size;
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }

  /** The exact number of bytes. */
  static long parse(String text) throws Mistake {
    int end = 0;
    while (end < text.length() && isNumberPart(text.charAt(end))) {
      end++;
    }
    int shift = shiftOf(text.substring(end).strip());
    String number = text.substring(0, end);
    int dot = number.indexOf('.');
    String whole = dot < 0 ? number : number.substring(0, dot);
    String fraction = dot < 0 ? "" : number.substring(dot + 1);
    if (shift < 0
        || whole.isEmpty()
        || (dot >= 0 && fraction.isEmpty())
        || fraction.indexOf('.') >= 0
        || fraction.length() > MOST_FRACTION_DIGITS) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not a size", "write a size such as 512MiB or 1.5g");
    }
    return scaled(text, whole, fraction, shift);
  }

  private static long scaled(String text, String whole, String fraction, int shift) throws Mistake {
    try {
      long unit = 1L << shift;
      long bytes = Math.multiplyExact(Long.parseLong(whole), unit);
      long divisor = 1;
      for (int i = 0; i < fraction.length(); i++) {
        divisor *= 10;
      }
      long parts = fraction.isEmpty() ? 0 : Long.parseLong(fraction);
      long common = gcd(unit, divisor);
      long reduced = divisor / common;
      if (parts % reduced != 0) {
        throw new Mistake(
            "'" + text + "' is not a whole number of bytes", "use a smaller unit, or fewer digits");
      }
      return Math.addExact(bytes, Math.multiplyExact(parts / reduced, unit / common));
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      throw new Mistake("'" + Quote.shortened(text) + "' is too large", "it is at most 7 EiB");
    }
  }

  /** The size in the largest unit that leaves a whole number. */
  static String show(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long number = bytes;
    while (unit < units.length - 1 && number != 0 && number % 1024 == 0) {
      number /= 1024;
      unit++;
    }
    return number + (unit == 0 ? "" : units[unit]);
  }

  private static int shiftOf(String unit) {
    return switch (unit) {
      case "", "b", "B" -> 0;
      case "k", "K", "kb", "KB", "kB", "Ki", "ki", "KiB", "kib" -> 10;
      case "m", "M", "mb", "MB", "Mi", "mi", "MiB", "mib" -> 20;
      case "g", "G", "gb", "GB", "Gi", "gi", "GiB", "gib" -> 30;
      case "t", "T", "tb", "TB", "Ti", "ti", "TiB", "tib" -> 40;
      default -> -1;
    };
  }

  private static boolean isNumberPart(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
