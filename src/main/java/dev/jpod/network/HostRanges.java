package dev.jpod.network;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpRange;
import dev.jpod.network.TakenRange.Holder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/** The ranges that the host's routes lead to, those of its own interfaces among them. */
public final class HostRanges {
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final Path IPV6_ROUTES = Path.of("/proc/net/ipv6_route");
  private static final String LINK_LOCAL = "fe80";
  private static final String MULTICAST = "ff";

  private HostRanges() {}

  /** Everything that the host routes but its default route and what a store's bridges have. */
  public static List<TakenRange> taken(InterfaceNames store) {
    try {
      return read(name -> !store.isBridge(name));
    } catch (IOException e) {
      throw dev.jpod.model.JpodException.failed(
          "the host's routes could not be read: " + e.getMessage(), "see whether /proc is mounted");
    }
  }

  /** What the kernel routes to interfaces whose names fit. */
  static List<TakenRange> read(Predicate<String> interfaces) throws IOException {
    List<TakenRange> found = new ArrayList<>();
    for (String line : lines(ROUTES)) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > 7 && fields[1].length() == 8 && interfaces.test(fields[0])) {
        int prefix = Integer.bitCount((int) Long.parseLong(fields[7], 16));
        add(found, new IpRange(ipv4(fields[1]), prefix), fields[0]);
      }
    }
    for (String line : lines(IPV6_ROUTES)) {
      String[] fields = line.strip().split("\\s+", -1);
      boolean counts =
          fields.length > 9
              && !fields[0].startsWith(LINK_LOCAL)
              && !fields[0].startsWith(MULTICAST)
              && !fields[9].equals("lo")
              && interfaces.test(fields[9]);
      if (counts) {
        int prefix = HexFormat.fromHexDigits(fields[1]);
        add(found, new IpRange(ipv6(fields[0]), prefix), fields[9]);
      }
    }
    return found;
  }

  private static void add(List<TakenRange> found, IpRange range, String name) {
    if (range.prefixLength() > 0) {
      found.add(new TakenRange(range, Holder.HOST, name));
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return List.of();
    }
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
