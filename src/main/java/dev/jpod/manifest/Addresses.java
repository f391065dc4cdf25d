package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/** Literal IP and hardware addresses; host names are never looked up. */
final class Addresses {
  private Addresses() {}

  /** The text when it is an IPv4 or IPv6 address, else null and a problem. */
  static @Nullable String read(Value value) {
    String text = value.line();
    if (text != null && !isIpv4(text) && !isIpv6(text)) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not an IP address",
          "write it as 10.0.0.1 or fd00::1");
      return null;
    }
    return text;
  }

  static boolean isIpv4(String text) {
    int parts = 0;
    int at = 0;
    while (at <= text.length()) {
      int dot = text.indexOf('.', at);
      int end = dot < 0 ? text.length() : dot;
      String part = text.substring(at, end);
      if (Numbers.parse(part, 255) < 0 || (part.length() > 1 && part.charAt(0) == '0')) {
        return false;
      }
      parts++;
      at = end + 1;
    }
    return parts == 4;
  }

  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap));
    String tail = text.substring(gap + 2);
    int after = tail.isEmpty() ? 0 : groups(tail);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** Whether the text is an address, a slash and a number of bits. */
  static boolean isSubnet(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return false;
    }
    String address = text.substring(0, slash);
    String bits = text.substring(slash + 1);
    return isIpv4(address)
        ? Numbers.parse(bits, 32) >= 0
        : isIpv6(address) && Numbers.parse(bits, 128) >= 0;
  }

  static boolean isMac(String text) {
    if (text.length() != 17) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      boolean fits = i % 3 == 2 ? text.charAt(i) == ':' : isHex(text.charAt(i));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** How many groups of 16 bits the text has; -1 when it has anything else. */
  private static int groups(String text) {
    int count = 0;
    int at = 0;
    while (at <= text.length()) {
      int colon = text.indexOf(':', at);
      int end = colon < 0 ? text.length() : colon;
      String group = text.substring(at, end);
      if (colon < 0 && isIpv4(group)) {
        return count + 2;
      }
      if (group.isEmpty() || group.length() > 4) {
        return -1;
      }
      for (int i = 0; i < group.length(); i++) {
        if (!isHex(group.charAt(i))) {
          return -1;
        }
      }
      count++;
      at = end + 1;
    }
    return count;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
