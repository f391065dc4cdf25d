package dev.jpod.manifest;

import java.util.Locale;

/** Names of hosts: parts of letters, digits and inner hyphens, joined by dots. */
final class HostNames {
  /** What the kernel keeps of a host name. */
  private static final int LONGEST = 64;

  private static final int LONGEST_PART = 63;

  private HostNames() {}

  static boolean isHostName(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    int start = 0;
    while (start <= text.length()) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      if (!isPart(text, start, end)) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  private static boolean isPart(String text, int from, int to) {
    if (to - from < 1
        || to - from > LONGEST_PART
        || text.charAt(from) == '-'
        || text.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** A name of a pod in a network, which servers of names know in lower case. */
  static String alias(String text) throws Mistake {
    if (!isHostName(text)) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not a host name",
          "it has at most 64 letters, digits and hyphens, in parts joined by '.'");
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.equals(text)) {
      throw new Mistake("'" + text + "' has capital letters", "write " + lower);
    }
    return text;
  }
}
