package dev.jpod.model;

import dev.jpod.model.IdMappings.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranges of ids as stack files and records have them: {@code INSIDE:OUTSIDE:COUNT}. */
public final class IdRangeText {
  private static final int PARTS = 3;
  private static final int LONGEST_NUMBER = 10;

  private IdRangeText() {}

  /** The text of a range. */
  public static String of(Range range) {
    return range.inside() + ":" + range.outside() + ":" + range.count();
  }

  /** The texts of ranges, in their order. */
  public static List<String> of(List<Range> ranges) {
    List<String> texts = new ArrayList<>(ranges.size());
    for (Range range : ranges) {
      texts.add(of(range));
    }
    return texts;
  }

  /** The range that a text stands for; null when it is none, or has numbers that are no ids. */
  public static @Nullable Range parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != PARTS) {
      return null;
    }
    long[] numbers = new long[PARTS];
    for (int i = 0; i < PARTS; i++) {
      numbers[i] = number(parts[i]);
      if (numbers[i] < 0) {
        return null;
      }
    }
    try {
      return new Range(numbers[0], numbers[1], numbers[2]);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The ranges that texts stand for.
   *
   * @throws IllegalArgumentException when one stands for none
   */
  public static List<Range> parse(List<String> texts) {
    List<Range> ranges = new ArrayList<>(texts.size());
    for (String text : texts) {
      Range range = parse(text);
      if (range == null) {
        throw new IllegalArgumentException("'" + text + "' is not a range of ids");
      }
      ranges.add(range);
    }
    return ranges;
  }

  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > LONGEST_NUMBER) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }
}
