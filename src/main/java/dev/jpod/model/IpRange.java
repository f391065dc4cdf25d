package dev.jpod.model;

import dev.jpod.model.IpAddress.Family;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses in CIDR form: {@code 10.89.0.0/24}.
 *
 * @param first the first address; every bit behind the prefix is zero
 * @param prefixLength how many bits all addresses of the range have in common
 */
public record IpRange(IpAddress first, int prefixLength) {
  public IpRange {
    if (prefixLength < 0 || prefixLength > first.family().bits()) {
      throw new IllegalArgumentException("a prefix of " + prefixLength + " bits does not fit");
    }
    first = first.firstOfPrefix(prefixLength);
  }

  /** The range that a text stands for, around an address with any bits; null when it is none. */
  public static @Nullable IpRange parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = slash < 0 ? null : IpAddress.parse(text.substring(0, slash));
    int bits = address == null ? -1 : bits(text, slash + 1);
    return address == null || bits < 0 || bits > address.family().bits()
        ? null
        : new IpRange(address, bits);
  }

  /** Like {@link #parse}, for a text that was checked before. */
  public static IpRange of(String text) {
    IpRange range = parse(text);
    if (range == null) {
      throw new IllegalArgumentException("'" + text + "' is not a range of addresses");
    }
    return range;
  }

  private static int bits(String text, int start) {
    int length = text.length() - start;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  public Family family() {
    return first.family();
  }

  /** The last address; in IPv4 the one of broadcasts. */
  public IpAddress last() {
    return first.lastOfPrefix(prefixLength);
  }

  /** The range of the same size that lies behind this one. */
  public IpRange next() {
    return new IpRange(last().plus(1), prefixLength);
  }

  /**
   * How many addresses {@link #offers} has for interfaces; {@link Long#MAX_VALUE} for that many or
   * more.
   */
  public long offered() {
    int free = family().bits() - prefixLength;
    if (free >= Long.SIZE - 1) {
      return Long.MAX_VALUE;
    }
    long special = family() == Family.IPV6 || free == 0 ? 1 : 2;
    return (1L << free) - special;
  }

  /** The address that a gateway has unless somebody says otherwise. */
  public IpAddress defaultGateway() {
    return first.plus(1);
  }

  /** Whether the address lies in the range. */
  public boolean contains(IpAddress address) {
    return address.family() == first.family() && address.firstOfPrefix(prefixLength).equals(first);
  }

  /**
   * Whether an interface can have the address: the first stands for the range, the last for all.
   */
  public boolean offers(IpAddress address) {
    return contains(address)
        && !address.equals(first)
        && (family() == Family.IPV6 || !address.equals(last()));
  }

  /** Whether some address lies in both. */
  public boolean overlaps(IpRange other) {
    return contains(other.first) || other.contains(first);
  }

  // Written out for the reason that InstanceKey gives.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpRange range
        && prefixLength == range.prefixLength
        && first.equals(range.first);
  }

  @Override
  public int hashCode() {
    return first.hashCode() * 31 + prefixLength;
  }

  @Override
  public String toString() {
    return first + "/" + prefixLength;
  }
}
