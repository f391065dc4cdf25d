package dev.jpod.engine;

import dev.jpod.model.IdMappings.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids that subuid(5) and subgid(5) give to a user, and which of some ids nobody has yet. */
final class SubordinateIds {
  private static final int PARTS = 3;

  private SubordinateIds() {}

  /**
   * Ids that follow each other.
   *
   * @param count at least 1
   */
  record Span(long first, long count) {
    long end() {
      return first + count;
    }
  }

  /** What a file has for a name; nothing where there is no such file. */
  static List<Span> of(Path file, String name) {
    try {
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1), name);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What the text of such a file has for a name; lines that are none are passed over. */
  static List<Span> parse(String text, String name) {
    List<Span> spans = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] parts = line.strip().split(":", -1);
      Span span = parts.length == PARTS && parts[0].equals(name) ? span(parts[1], parts[2]) : null;
      if (span != null) {
        spans.add(span);
      }
    }
    return spans;
  }

  private static @Nullable Span span(String first, String count) {
    try {
      Span span = new Span(Long.parseLong(first), Long.parseLong(count));
      return span.first() >= 0 && span.count() > 0 ? span : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * The highest place where so many ids in a row are free; -1 when there is none. Others begin with
   * the lowest.
   *
   * @param last no id above it is taken
   */
  static long place(List<Span> supply, List<Range> used, long count, long last) {
    long best = -1;
    for (Span span : supply) {
      long at = Math.min(span.end(), last + 1) - count;
      Range inTheWay = meeting(used, at, count);
      while (at >= span.first() && inTheWay != null) {
        at = inTheWay.outside() - count;
        inTheWay = meeting(used, at, count);
      }
      if (at >= span.first()) {
        best = Math.max(best, at);
      }
    }
    return best;
  }

  /** Whether one of the spans has so many ids in a row from one on. */
  static boolean has(List<Span> supply, long first, long count) {
    for (Span span : supply) {
      if (span.first() <= first && first + count <= span.end()) {
        return true;
      }
    }
    return false;
  }

  /** Whether nobody has any of so many ids. */
  static boolean isFree(List<Range> used, long first, long count) {
    return meeting(used, first, count) == null;
  }

  private static @Nullable Range meeting(List<Range> used, long first, long count) {
    for (Range range : used) {
      if (range.outside() < first + count && first < range.outside() + range.count()) {
        return range;
      }
    }
    return null;
  }
}
