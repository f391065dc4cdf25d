package dev.jpod.network;

import java.util.HexFormat;

/**
 * What {@code nft list table} says, reduced to what can be compared: the kernel shows the elements
 * of a map in any order.
 */
final class RulesetListing {
  private static final long PRIME = 1_099_511_628_211L;
  private static final long BASIS = 0xcbf2_9ce4_8422_2325L;

  private RulesetListing() {}

  /** The same text for listings of the same rules, and most likely another for others. */
  static String digest(String listing) {
    long inOrder = BASIS;
    long inAnyOrder = 0;
    boolean elements = false;
    int start = 0;
    while (start < listing.length()) {
      int newline = listing.indexOf('\n', start);
      int end = newline < 0 ? listing.length() : newline;
      int from = start;
      int brace = listing.indexOf("elements = {", start);
      if (brace >= 0 && brace < end) {
        elements = true;
        from = brace + "elements = {".length();
      }
      if (elements) {
        inAnyOrder += sumOfElements(listing, from, end);
        elements = listing.lastIndexOf('}', end - 1) < from;
      } else {
        for (int i = start; i < end; i++) {
          inOrder = (inOrder ^ listing.charAt(i)) * PRIME;
        }
      }
      start = end + 1;
    }
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(inOrder) + hex.toHexDigits(inAnyOrder);
  }

  private static long sumOfElements(String listing, int from, int end) {
    long sum = 0;
    long element = BASIS;
    for (int i = from; i < end; i++) {
      char c = listing.charAt(i);
      if (c == ',' || c == '}') {
        sum += mixed(element);
        element = BASIS;
      } else if (c > ' ') {
        element = (element ^ c) * PRIME;
      }
    }
    return sum + mixed(element);
  }

  /** An empty element counts nothing, wherever the lines end. */
  private static long mixed(long element) {
    long mixed = element ^ BASIS;
    mixed = (mixed ^ (mixed >>> 31)) * 0x9e37_79b9_7f4a_7c15L;
    return mixed ^ (mixed >>> 29);
  }
}
