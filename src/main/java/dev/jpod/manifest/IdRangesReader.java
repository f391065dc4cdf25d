package dev.jpod.manifest;

import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.IdRangeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of {@code INSIDE:OUTSIDE:COUNT}, as user_namespaces(7) has them in one file. */
final class IdRangesReader {
  /** So many lines the kernel takes. */
  private static final int MOST_LINES = 340;

  /** In a text that is shorter than a page. */
  private static final int MOST_BYTES = 4095;

  private final Value value;
  private final List<Range> ranges = new ArrayList<>();
  private boolean isRight = true;

  private IdRangesReader(Value value) {
    this.value = value;
  }

  /** The ranges of a field; none when it is not there, and with a problem. */
  static List<Range> read(MapReader map, String field) {
    Value value = map.get(field);
    return value == null ? List.of() : new IdRangesReader(value).read();
  }

  private List<Range> read() {
    int bytes = 0;
    for (Value item : value.itemsOrItself()) {
      String text = item.line();
      Range range = text == null ? null : range(text, item);
      if (range == null) {
        isRight = false;
      } else {
        ranges.add(range);
        bytes += IdRangeText.of(range).length() + 1;
      }
    }
    if (!isRight) {
      return List.of();
    }
    if (ranges.isEmpty()) {
      return wrong("names no ids", "write INSIDE:OUTSIDE:COUNT, such as \"0:100000:65536\"");
    }
    if (ranges.size() > MOST_LINES || bytes > MOST_BYTES) {
      return wrong(
          "has more ranges than the kernel takes, which is 340 of 4095 bytes together",
          "join those that follow each other");
    }
    for (Range range : ranges) {
      if (range.inside() == 0) {
        return List.copyOf(ranges);
      }
    }
    return wrong(
        "leaves the pod without 0, its root", "add a range that begins at 0: \"0:100000:1\"");
  }

  private List<Range> wrong(String message, String hint) {
    value.problem(message, hint);
    return List.of();
  }

  /** The range that the text stands for, unless it has ids of an earlier one. */
  private @Nullable Range range(String text, Value item) {
    Range range = IdRangeText.parse(text);
    if (range == null) {
      item.problem(
          "'" + Quote.shortened(text) + "' is not INSIDE:OUTSIDE:COUNT",
          "write three numbers, such as \"0:100000:65536\"; ids end before 4294967295");
      return null;
    }
    for (Range earlier : ranges) {
      if (meet(earlier.inside(), range.inside(), earlier, range)) {
        return overlapping(item, "has ids of the pod that '" + IdRangeText.of(earlier) + "' has");
      }
      if (meet(earlier.outside(), range.outside(), earlier, range)) {
        return overlapping(item, "leads to ids outside that '" + IdRangeText.of(earlier) + "' has");
      }
    }
    return range;
  }

  private static @Nullable Range overlapping(Value item, String message) {
    item.problem(message, "give every id to one range only");
    return null;
  }

  private static boolean meet(long one, long other, Range first, Range second) {
    return one < other + second.count() && other < one + first.count();
  }
}
