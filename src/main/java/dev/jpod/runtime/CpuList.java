package dev.jpod.runtime;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The kernel's list form of a set of numbers, for example {@code 0-2,4}. */
final class CpuList {
  private static final int HIGHEST = 1 << 16;

  private CpuList() {}

  /** Whether two texts mean the same set; texts that are no lists mean nothing. */
  static boolean same(String one, String other) {
    BitSet numbers = parse(one);
    return numbers != null && numbers.equals(parse(other));
  }

  private static @Nullable BitSet parse(String text) {
    BitSet numbers = new BitSet();
    try {
      for (String range : text.strip().split(",", -1)) {
        int dash = range.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
        if (first < 0 || last < first || last > HIGHEST) {
          return null;
        }
        numbers.set(first, last + 1);
      }
    } catch (NumberFormatException _) {
      return null;
    }
    return numbers;
  }
}
