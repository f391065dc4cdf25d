package dev.jpod.manifest;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;

/** What a range of addresses and its gateway have to be like. */
final class SubnetRules {
  private static final int SHORTEST_PREFIX = 8;
  private static final int LONGEST_PREFIX_IPV4 = 30;
  private static final int LONGEST_PREFIX_IPV6 = 126;

  /** Ranges that mean something else, by the registries of RFC 6890, and what. */
  private static final String[][] SPECIAL = {
    {"0.0.0.0/8", "this network"},
    {"127.0.0.0/8", "loopback"},
    {"169.254.0.0/16", "link-local addresses"},
    {"224.0.0.0/4", "multicast"},
    {"240.0.0.0/4", "later use"},
    {"::/8", "loopback and translated addresses"},
    {"fe80::/10", "link-local addresses"},
    {"ff00::/8", "multicast"}
  };

  private SubnetRules() {}

  static IpRange range(String text) throws Mistake {
    IpRange range = IpRange.parse(text);
    if (range == null) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not a range of addresses",
          "write it as 10.89.0.0/24 or fd00:1::/64");
    }
    int longest = range.family() == Family.IPV4 ? LONGEST_PREFIX_IPV4 : LONGEST_PREFIX_IPV6;
    if (range.prefixLength() < SHORTEST_PREFIX || range.prefixLength() > longest) {
      throw new Mistake(
          "'" + text + "' has a prefix of " + range.prefixLength() + " bits",
          "it goes from " + SHORTEST_PREFIX + " to " + longest);
    }
    if (!IpAddress.of(text.substring(0, text.indexOf('/'))).equals(range.first())) {
      throw new Mistake(
          "'" + text + "' has bits set after the first " + range.prefixLength(), "write " + range);
    }
    for (String[] special : SPECIAL) {
      if (IpRange.of(special[0]).overlaps(range)) {
        throw new Mistake(
            "'" + text + "' holds addresses of " + special[0] + ", which is for " + special[1],
            "use private addresses, such as 10.89.0.0/24 or fd00:1::/64");
      }
    }
    return range;
  }

  static IpAddress gateway(IpRange range, IpAddress gateway) throws Mistake {
    if (!range.contains(gateway)) {
      throw new Mistake(
          "'" + gateway + "' is not in " + range, "write for example " + range.defaultGateway());
    }
    if (!range.offers(gateway)) {
      throw new Mistake(
          "'" + gateway + "' is " + special(range, gateway) + " of " + range,
          "write for example " + range.defaultGateway());
    }
    return gateway;
  }

  /** What the first or last address of a range is called. */
  static String special(IpRange range, IpAddress address) {
    return address.equals(range.first()) ? "the network's own address" : "the broadcast address";
  }
}
