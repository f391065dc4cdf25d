package dev.jpod.network;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.network.Ground.Owner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kernel's switches that let packets pass through. */
final class Forwarding {
  static final Path IPV4 = Path.of("/proc/sys/net/ipv4/ip_forward");
  static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");
  private static final Path IPV6_INTERFACES = Path.of("/proc/sys/net/ipv6/conf");
  private static final Path IPV4_INTERFACES = Path.of("/proc/sys/net/ipv4/conf");
  private static final String ON = "1";

  private Forwarding() {}

  /** Whether what these networks exchange with others is forwarded. */
  static boolean isOn(KernelFiles files, List<HostedNetwork> bridges) {
    return (!needs(bridges, Family.IPV4) || files.word(IPV4).equals(ON))
        && (!needs(bridges, Family.IPV6) || files.word(IPV6).equals(ON));
  }

  /**
   * Switches on what is off and needed, and sets what new bridges need. What forwards stays on:
   * others may count on it by then.
   */
  static void switchOn(
      Ground ground, KernelFiles files, List<HostedNetwork> bridges, List<HostedNetwork> made) {
    SortedMap<Path, String> switches = new TreeMap<>();
    for (HostedNetwork bridge : made) {
      prepare(ground, bridge, switches);
    }
    if (needs(bridges, Family.IPV4) && !files.word(IPV4).equals(ON)) {
      switches.put(IPV4, ON);
    }
    boolean ipv6 = needs(bridges, Family.IPV6) && !files.word(IPV6).equals(ON);
    if (ipv6 && ground.owner() == Owner.HOST) {
      keepAdvertisedRoutes(files, switches);
    }
    if (!switches.isEmpty()) {
      ground.set(switches);
    }
    if (ipv6) {
      ground.set(new TreeMap<>(Map.of(IPV6, ON)));
    }
  }

  /** Whether a bridge takes packets from 127.0.0.1, as published ports need it. */
  static boolean isPrepared(KernelFiles files, String bridge) {
    return files.word(routeLocalnet(bridge)).equals(ON);
  }

  /** The switch that lets an interface take packets from 127.0.0.1. */
  static Path routeLocalnet(String name) {
    return IPV4_INTERFACES.resolve(name).resolve("route_localnet");
  }

  /** What a bridge needs that is made: packets from 127.0.0.1, and no routes from pods. */
  private static void prepare(
      Ground ground, HostedNetwork bridge, SortedMap<Path, String> switches) {
    String name = bridge.interfaceName();
    switches.put(routeLocalnet(name), ON);
    Path ipv6 = IPV6_INTERFACES.resolve(name);
    if (bridge.gateway(Family.IPV6) != null) {
      switches.put(ipv6.resolve("accept_ra"), "0");
    } else if (ground.owner() == Owner.STORE || Files.exists(ipv6)) {
      switches.put(ipv6.resolve("disable_ipv6"), ON);
    }
  }

  /** A host that forwards takes no routes from advertisements unless it is told to (2 for 1). */
  private static void keepAdvertisedRoutes(KernelFiles files, SortedMap<Path, String> switches) {
    try (DirectoryStream<Path> interfaces = Files.newDirectoryStream(IPV6_INTERFACES)) {
      for (Path entry : interfaces) {
        Path accept = entry.resolve("accept_ra");
        String name = String.valueOf(entry.getFileName());
        if (!name.equals("all") && !name.equals("lo") && files.word(accept).equals(ON)) {
          switches.put(accept, "2");
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
}
