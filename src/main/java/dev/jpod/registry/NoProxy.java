package dev.jpod.registry;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that {@code NO_PROXY} excepts: {@code *}, a domain with all below it, an address or a
 * block of addresses, each with or without a port.
 */
record NoProxy(List<String> entries) {
  NoProxy {
    entries = List.copyOf(entries);
  }

  static NoProxy of(String text) {
    List<String> entries = new ArrayList<>();
    for (String entry : text.split("[,\\s]+", -1)) {
      if (!entry.isEmpty()) {
        entries.add(entry.toLowerCase(Locale.ROOT));
      }
    }
    return new NoProxy(entries);
  }

  boolean covers(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    for (String entry : entries) {
      if (entry.equals("*") || covers(entry, name, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(String entry, String name, int port) {
    String domain = entry;
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon > 0 && entry.indexOf(':') == colon;
    if (hasPort) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      domain = entry.substring(0, colon);
    }
    if (domain.indexOf('/') > 0) {
      return isInBlock(name, domain);
    }
    if (domain.startsWith("*.")) {
      domain = domain.substring(1);
    }
    return domain.startsWith(".")
        ? name.endsWith(domain)
        : name.equals(domain) || name.endsWith("." + domain);
  }

  private static boolean isInBlock(String name, String block) {
    int slash = block.indexOf('/');
    byte[] address = literal(name);
    byte[] network = literal(block.substring(0, slash));
    int bits;
    try {
      bits = Integer.parseInt(block.substring(slash + 1));
    } catch (NumberFormatException e) {
      return false;
    }
    if (address == null || network == null || address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < Math.min(bits, address.length * 8); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
        return false;
      }
    }
    return bits >= 0;
  }

  /** The bytes of an address; null for a name, which is not looked up. */
  private static byte @Nullable [] literal(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
