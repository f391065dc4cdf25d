package dev.jpod.network;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The kernel's switches that let packets pass through the host. */
final class Forwarding {
  private static final Path IPV4 = Path.of("/proc/sys/net/ipv4/ip_forward");
  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");
  private static final Path IPV6_INTERFACES = Path.of("/proc/sys/net/ipv6/conf");
  private static final Path IPV4_INTERFACES = Path.of("/proc/sys/net/ipv4/conf");

  private Forwarding() {}

  /** Whether the host forwards what these networks exchange with others. */
  static boolean isOn(List<HostedNetwork> bridges) {
    return (!needs(bridges, Family.IPV4) || read(IPV4).equals("1"))
        && (!needs(bridges, Family.IPV6) || read(IPV6).equals("1"));
  }

  /** Switches on what is off and needed. It stays on: others may count on it by then. */
  static void switchOn(List<HostedNetwork> bridges) {
    if (needs(bridges, Family.IPV4) && !read(IPV4).equals("1")) {
      write(IPV4, "1");
    }
    if (needs(bridges, Family.IPV6) && !read(IPV6).equals("1")) {
      keepAdvertisedRoutes();
      write(IPV6, "1");
    }
  }

  /** Whether a bridge takes packets from 127.0.0.1, as published ports need it. */
  static boolean isPrepared(String bridge) {
    return read(IPV4_INTERFACES.resolve(bridge).resolve("route_localnet")).equals("1");
  }

  /** What a bridge needs that is made: packets from 127.0.0.1, and no routes from pods. */
  static void prepare(HostedNetwork bridge) {
    String name = bridge.interfaceName();
    write(IPV4_INTERFACES.resolve(name).resolve("route_localnet"), "1");
    Path ipv6 = IPV6_INTERFACES.resolve(name);
    if (bridge.gateway(Family.IPV6) != null) {
      write(ipv6.resolve("accept_ra"), "0");
    } else if (Files.exists(ipv6)) {
      write(ipv6.resolve("disable_ipv6"), "1");
    }
  }

  /** A host that forwards takes no routes from advertisements unless it is told to (2 for 1). */
  private static void keepAdvertisedRoutes() {
    try (DirectoryStream<Path> interfaces = Files.newDirectoryStream(IPV6_INTERFACES)) {
      for (Path entry : interfaces) {
        Path accept = entry.resolve("accept_ra");
        String name = String.valueOf(entry.getFileName());
        if (!name.equals("all") && !name.equals("lo") && read(accept).equals("1")) {
          write(accept, "2");
        }
      }
    } catch (IOException e) {
      throw RunFolder.failed(IPV6_INTERFACES, "read", e);
    }
  }

  private static boolean needs(List<HostedNetwork> bridges, Family family) {
    for (HostedNetwork bridge : bridges) {
      if (!bridge.asked().internal() && bridge.gateway(family) != null) {
        return true;
      }
    }
    return false;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static void write(Path file, String value) {
    try {
      Files.writeString(file, value, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      throw JpodException.failed(
          "the kernel has no switch '" + file + "'", "see whether it was built with that protocol");
    } catch (IOException e) {
      throw RunFolder.failed(file, "written", e);
    }
  }
}
