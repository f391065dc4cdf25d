package dev.jpod.model;

import org.jspecify.annotations.Nullable;

/** A literal IPv4 or IPv6 address; host names are never looked up. */
public final class IpAddress implements Comparable<IpAddress> {
  private static final int GROUPS = 8;

  private final Family family;
  private final long high;
  private final long low;

  private IpAddress(Family family, long high, long low) {
    this.family = family;
    this.high = high;
    this.low = low;
  }

  /** The version of the protocol that an address belongs to. */
  public enum Family {
    IPV4(32),
    IPV6(128);

    private final int bits;

    Family(int bits) {
      this.bits = bits;
    }

    /** How many bits an address has. */
    public int bits() {
      return bits;
    }
  }

  /** The address that a text stands for, or null when it is none. No zone, no brackets. */
  public static @Nullable IpAddress parse(String text) {
    return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
  }

  /** Like {@link #parse}, for a text that was checked before. */
  public static IpAddress of(String text) {
    IpAddress address = parse(text);
    if (address == null) {
      throw new IllegalArgumentException("'" + text + "' is not an IP address");
    }
    return address;
  }

  public Family family() {
    return family;
  }

  /** The address that lies so many places behind this one; beyond the last it starts over. */
  public IpAddress plus(long places) {
    if (family == Family.IPV4) {
      return new IpAddress(family, 0, (low + places) & 0xffff_ffffL);
    }
    long sum = low + places;
    long carry = places >= 0 ? (Long.compareUnsigned(sum, low) < 0 ? 1 : 0) : borrow(sum);
    return new IpAddress(family, high + carry, sum);
  }

  private long borrow(long sum) {
    return Long.compareUnsigned(sum, low) > 0 ? -1 : 0;
  }

  /** The address with all but the first bits set to zero. */
  IpAddress firstOfPrefix(int bits) {
    int shift = family.bits() - bits;
    return new IpAddress(family, high & ~highMask(shift), low & ~lowMask(shift));
  }

  /** The address with all but the first bits set to one. */
  IpAddress lastOfPrefix(int bits) {
    int shift = family.bits() - bits;
    return family == Family.IPV4
        ? new IpAddress(family, 0, low | lowMask(shift))
        : new IpAddress(family, high | highMask(shift), low | lowMask(shift));
  }

  /** So many ones at the end of the upper half, where they reach it. */
  private static long highMask(int ones) {
    return ones <= 64 ? 0 : ones == 128 ? -1 : (1L << (ones - 64)) - 1;
  }

  private static long lowMask(int ones) {
    return ones >= 64 ? -1 : (1L << ones) - 1;
  }

  private static @Nullable IpAddress parseIpv4(String text) {
    long value = ipv4(text, 0);
    return value < 0 ? null : new IpAddress(Family.IPV4, 0, value);
  }

  /** The 32 bits of the dotted address that the rest of the text is, or -1. */
  private static long ipv4(String text, int start) {
    long value = 0;
    int at = start;
    for (int part = 0; part < 4; part++) {
      int dot = part == 3 ? text.length() : text.indexOf('.', at);
      int number = dot < 0 ? -1 : decimal(text, at, dot);
      if (number < 0) {
        return -1;
      }
      value = value << 8 | number;
      at = dot + 1;
    }
    return value;
  }

  /** A number from 0 to 255 without leading zeros, which some read as octal; else -1. */
  private static int decimal(String text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number <= 255 ? number : -1;
  }

  private static @Nullable IpAddress parseIpv6(String text) {
    int gap = text.indexOf("::");
    int[] front = new int[GROUPS];
    int[] back = new int[GROUPS];
    int before = gap == 0 ? 0 : groups(gap < 0 ? text : text.substring(0, gap), front);
    int after = gap < 0 || gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), back);
    boolean fits =
        before >= 0
            && after >= 0
            && (gap < 0 ? before == GROUPS : before + after < GROUPS)
            && (gap < 0 || text.indexOf('.') < 0 || text.indexOf('.') > gap);
    if (!fits) {
      return null;
    }
    System.arraycopy(back, 0, front, GROUPS - after, after);
    return new IpAddress(Family.IPV6, half(front, 0), half(front, GROUPS / 2));
  }

  /** How many groups of 16 bits the text has; -1 when it has too many or anything else. */
  private static int groups(String text, int[] groups) {
    int count = 0;
    int at = 0;
    while (at <= text.length()) {
      int colon = text.indexOf(':', at);
      int end = colon < 0 ? text.length() : colon;
      long ipv4 = colon < 0 && count <= GROUPS - 2 ? ipv4(text, at) : -1;
      if (ipv4 >= 0) {
        groups[count] = (int) (ipv4 >>> 16);
        groups[count + 1] = (int) (ipv4 & 0xffff);
        return count + 2;
      }
      int group = count < GROUPS ? hexadecimal(text, at, end) : -1;
      if (group < 0) {
        return -1;
      }
      groups[count] = group;
      count++;
      at = end + 1;
    }
    return count;
  }

  private static int hexadecimal(String text, int from, int to) {
    if (to - from < 1 || to - from > 4) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number << 4 | digit;
    }
    return number;
  }

  private static long half(int[] groups, int start) {
    long half = 0;
    for (int i = start; i < start + GROUPS / 2; i++) {
      half = half << 16 | groups[i];
    }
    return half;
  }

  private int group(int index) {
    long half = index < GROUPS / 2 ? high : low;
    return (int) (half >>> (48 - 16 * (index % (GROUPS / 2)))) & 0xffff;
  }

  /** All of IPv4 before all of IPv6, each in the order of its numbers. */
  @Override
  public int compareTo(IpAddress other) {
    int order = family.compareTo(other.family);
    if (order == 0) {
      order = Long.compareUnsigned(high, other.high);
    }
    return order == 0 ? Long.compareUnsigned(low, other.low) : order;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress address
        && family == address.family
        && high == address.high
        && low == address.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high) * 31 + Long.hashCode(low);
  }

  /** The one text that RFC 5952 recommends for an address: lower case, the longest gap closed. */
  @Override
  public String toString() {
    if (family == Family.IPV4) {
      return (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
    }
    int gap = 0;
    int length = 1;
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && group(end) == 0) {
        end++;
      }
      if (end - start > length) {
        gap = start;
        length = end - start;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (length > 1 && i == gap) {
        text.append("::");
        i += length - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }
}
