package dev.jpod.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way by which the host sends what it has no other route for. */
final class DefaultRoute {
  private static final Path IPV4 = Path.of("/proc/net/route");
  private static final Path IPV6 = Path.of("/proc/net/ipv6_route");
  private static final int REJECTS = 0x200;

  private DefaultRoute() {}

  /**
   * The largest packet, in bytes, that the interface of the default route takes; of two, one for
   * IPv4 and another for IPv6, the smaller. 0 where there is no such route.
   */
  static int mtu(Ground ground) {
    List<String> interfaces;
    try {
      interfaces =
          interfaces(Columns.read(ground.files(), IPV4), Columns.read(ground.files(), IPV6));
    } catch (IOException e) {
      throw RunFolder.failed(IPV4, "read", e);
    }
    int smallest = 0;
    for (String name : interfaces) {
      int mtu = HostLinks.mtu(ground, name);
      if (mtu > 0 && (smallest == 0 || mtu < smallest)) {
        smallest = mtu;
      }
    }
    return smallest;
  }

  /** The interface of each family's default route with the lowest metric. */
  static List<String> interfaces(List<List<String>> ipv4, List<List<String>> ipv6) {
    List<String> found = new ArrayList<>();
    String best = null;
    long lowest = Long.MAX_VALUE;
    for (List<String> row : ipv4) {
      if (row.size() > 7 && row.get(1).equals("00000000") && row.get(7).equals("00000000")) {
        long metric = Long.parseLong(row.get(6));
        if (leads(row.getFirst(), row.get(3)) && metric < lowest) {
          best = row.getFirst();
          lowest = metric;
        }
      }
    }
    add(found, best);
    best = null;
    lowest = Long.MAX_VALUE;
    for (List<String> row : ipv6) {
      if (row.size() > 9 && row.get(1).equals("00") && row.get(3).equals("00")) {
        long metric = HexFormat.fromHexDigitsToLong(row.get(5));
        if (leads(row.get(9), row.get(8)) && metric < lowest) {
          best = row.get(9);
          lowest = metric;
        }
      }
    }
    add(found, best);
    return found;
  }

  private static boolean leads(String name, String flags) {
    return !name.equals("lo") && (HexFormat.fromHexDigits(flags) & REJECTS) == 0;
  }

  private static void add(List<String> found, @Nullable String name) {
    if (name != null && !found.contains(name)) {
      found.add(name);
    }
  }
}
