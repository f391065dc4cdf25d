package dev.jpod.network;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.network.TakenRange.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/** The ranges that the host's routes lead to, those of its own interfaces among them. */
public final class HostRanges {
  static final Path ROUTES = Path.of("/proc/net/route");
  static final Path IPV6_ROUTES = Path.of("/proc/net/ipv6_route");
  private static final String LINK_LOCAL = "fe80";
  private static final String MULTICAST = "ff";

  private HostRanges() {}

  /** Everything that the host routes but its default route and what a store's bridges have. */
  public static List<TakenRange> taken(InterfaceNames store) {
    try {
      return read(KernelFiles.HOST, name -> !store.isBridge(name));
    } catch (IOException e) {
      throw JpodException.failed(
          "the host's routes could not be read: " + e.getMessage(), "see whether /proc is mounted");
    }
  }

  /** What the kernel routes to interfaces whose names fit. */
  static List<TakenRange> read(KernelFiles files, Predicate<String> interfaces) throws IOException {
    List<TakenRange> found = new ArrayList<>();
    for (List<String> row : Columns.read(files, ROUTES)) {
      if (row.size() > 7 && row.get(1).length() == 8 && interfaces.test(row.getFirst())) {
        int prefix = Integer.bitCount((int) Long.parseLong(row.get(7), 16));
        add(found, new IpRange(ipv4(row.get(1)), prefix), row.getFirst());
      }
    }
    for (List<String> row : Columns.read(files, IPV6_ROUTES)) {
      if (row.size() > 9 && isUnicast(row.getFirst()) && interfaces.test(row.get(9))) {
        int prefix = HexFormat.fromHexDigits(row.get(1));
        add(found, new IpRange(ipv6(row.getFirst()), prefix), row.get(9));
      }
    }
    return found;
  }

  private static void add(List<TakenRange> found, IpRange range, String name) {
    if (range.prefixLength() > 0 && !name.equals("lo")) {
      found.add(new TakenRange(range, Holder.HOST, name));
    }
  }

  private static boolean isUnicast(String hex) {
    return !hex.startsWith(LINK_LOCAL) && !hex.startsWith(MULTICAST);
  }

  /** The address that the kernel writes as the bytes of a number of this machine. */
  static IpAddress ipv4(String hex) {
    int number = Integer.reverseBytes((int) Long.parseLong(hex, 16));
    return IpAddress.of("0.0.0.0").plus(number & 0xffff_ffffL);
  }

  private static IpAddress ipv6(String hex) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 32; i += 4) {
      text.append(i == 0 ? "" : ":").append(hex, i, i + 4);
    }
    return IpAddress.of(text.toString());
  }
}
