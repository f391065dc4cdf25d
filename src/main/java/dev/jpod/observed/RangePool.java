package dev.jpod.observed;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import java.util.List;

/**
 * Ranges of one size that lie behind each other, of which each new network can have one.
 *
 * @param first the first range
 * @param size how many there are
 */
public record RangePool(IpRange first, int size) {
  /** The version of the protocol that the ranges belong to. */
  public Family family() {
    return first.family();
  }

  /** The last range. */
  public IpRange last() {
    IpRange range = first;
    for (int i = 1; i < size; i++) {
      range = range.next();
    }
    return range;
  }

  /**
   * Whether so many ranges have no address in common with what is taken. Looks no further than to
   * the last of them.
   */
  public boolean hasFree(int wanted, List<IpRange> taken) {
    int found = 0;
    IpRange range = first;
    for (int i = 0; i < size && found < wanted; i++) {
      found += isFree(range, taken) ? 1 : 0;
      range = range.next();
    }
    return found >= wanted;
  }

  private static boolean isFree(IpRange range, List<IpRange> taken) {
    for (IpRange other : taken) {
      if (other.overlaps(range)) {
        return false;
      }
    }
    return true;
  }
}
