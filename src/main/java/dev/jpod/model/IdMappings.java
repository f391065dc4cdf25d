package dev.jpod.model;

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
  }

  /**
   * Ids that follow each other on both sides.
   *
   * @param inside the first one in the namespace
   * @param outside the first one outside
   * @param count at least 1
   */
  public record Range(long inside, long outside, long count) {
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
