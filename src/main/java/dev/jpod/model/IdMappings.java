package dev.jpod.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which user and group ids a user namespace has, and what they are outside of it: in the namespace
 * in which jpod runs.
 *
 * @param users no two of them overlap, neither inside nor outside
 * @param groups likewise
 */
public record IdMappings(List<Range> users, List<Range> groups) {
  public IdMappings {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    requireApart(users);
    requireApart(groups);
  }

  private static void requireApart(List<Range> ranges) {
    List<Range> byInside = new ArrayList<>(ranges);
    byInside.sort(Comparator.comparingLong(Range::inside));
    List<Range> byOutside = new ArrayList<>(ranges);
    byOutside.sort(Comparator.comparingLong(Range::outside));
    for (int i = 1; i < ranges.size(); i++) {
      Range inner = byInside.get(i - 1);
      Range outer = byOutside.get(i - 1);
      if (inner.inside() + inner.count() > byInside.get(i).inside()
          || outer.outside() + outer.count() > byOutside.get(i).outside()) {
        throw new IllegalArgumentException("ranges of ids overlap");
      }
    }
  }

  /**
   * Ids that follow each other on both sides.
   *
   * @param inside the first one in the namespace
   * @param outside the first one outside
   * @param count at least 1
   */
  public record Range(long inside, long outside, long count) {
    /** The last number of 32 bits stands for "none". */
    private static final long HIGHEST = (1L << 32) - 2;

    public Range {
      boolean fits =
          inside >= 0
              && outside >= 0
              && count > 0
              && count <= HIGHEST + 1 - Math.max(inside, outside);
      if (!fits) {
        throw new IllegalArgumentException("a range of ids has 1 to 4294967295 of them from 0 on");
      }
    }

    private long map(long id) {
      return id >= inside && id - inside < count ? outside + (id - inside) : UNMAPPED;
    }
  }

  private static final long UNMAPPED = -1;

  /** What a user of the namespace is outside; -1 when he is not mapped. */
  public long user(long inside) {
    return map(users, inside);
  }

  /** What a group of the namespace is outside; -1 when it is not mapped. */
  public long group(long inside) {
    return map(groups, inside);
  }

  /** Whether every id that is mapped is the same on both sides. */
  public boolean isIdentity() {
    return isIdentity(users) && isIdentity(groups);
  }

  private static long map(List<Range> ranges, long id) {
    for (Range range : ranges) {
      long outside = range.map(id);
      if (outside != UNMAPPED) {
        return outside;
      }
    }
    return UNMAPPED;
  }

  private static boolean isIdentity(List<Range> ranges) {
    for (Range range : ranges) {
      if (range.inside() != range.outside()) {
        return false;
      }
    }
    return true;
  }
}
