package dev.jpod.network;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the names of one network are, in the format of aardvark-dns: the addresses that it listens
 * on, then a line per pod with its id, IPv4 and IPv6 addresses, names, and the servers that are
 * asked for all other names.
 *
 * @param server the address that the host asks to learn whether this content is in force
 * @param marker a name that only this content has; it stands for the server's own address
 */
record NameFile(String content, IpAddress server, String marker) {

  /** The files by their names, which are those of the bridges; networks without names have none. */
  static SortedMap<String, NameFile> of(NetworkState state, IpAddress refusing) {
    SortedMap<String, NameFile> files = new TreeMap<>();
    Map<String, HostedNetwork> networks = state.networksByName();
    for (HostedNetwork network : state.bridgesInUse()) {
      if (network.hasNames()) {
        files.put(network.interfaceName(), of(network, state.pods(), networks, refusing));
      }
    }
    return files;
  }

  /** The addresses that the server listens on for this network. */
  List<IpAddress> listening() {
    List<IpAddress> addresses = new ArrayList<>();
    for (String address : content.substring(0, content.indexOf('\n')).split(",", -1)) {
      addresses.add(IpAddress.of(address));
    }
    return addresses;
  }

  private static NameFile of(
      HostedNetwork network,
      List<PodLinks> pods,
      Map<String, HostedNetwork> networks,
      IpAddress refusing) {
    StringBuilder lines = new StringBuilder();
    for (PodLinks pod : pods) {
      for (Endpoint endpoint : pod.endpoints()) {
        if (endpoint.network().equals(network.name())) {
          appendPod(lines, pod, endpoint, servers(pod, networks, refusing));
        }
      }
    }
    IpAddress ipv4 = network.gateway(Family.IPV4);
    IpAddress ipv6 = network.gateway(Family.IPV6);
    String gateways = ipv4 == null ? "" : ipv4.toString();
    if (ipv6 != null) {
      gateways += (gateways.isEmpty() ? "" : ",") + ipv6;
    }
    IpAddress server = ipv4 != null ? ipv4 : Objects.requireNonNull(ipv6);
    return marked(gateways, server, lines.toString());
  }

  /** The file of a server that knows no name and asks nobody. */
  static NameFile refusing(IpAddress server) {
    return marked(server.toString(), server, "");
  }

  private static NameFile marked(String listening, IpAddress server, String lines) {
    String marker = "jpod-" + Integer.toHexString((listening + lines).hashCode()) + "-state";
    boolean ipv4 = server.family() == Family.IPV4;
    String addresses = ipv4 ? server + " " : " " + server;
    String first = listening + "\njpod " + addresses + " " + marker + "\n";
    return new NameFile(first + lines, server, marker);
  }

  private static String text(@Nullable IpAddress address) {
    return address == null ? "" : address.toString();
  }

  private static void appendPod(
      StringBuilder lines, PodLinks pod, Endpoint endpoint, List<IpAddress> servers) {
    lines.append(plain(pod.pod()));
    for (Family family : Family.values()) {
      lines.append(' ').append(text(Publication.addressOf(endpoint, family)));
    }
    lines.append(' ');
    Set<String> names = new LinkedHashSet<>(endpoint.names());
    int start = lines.length();
    for (String name : names) {
      lines.append(lines.length() == start ? "" : ",").append(plain(name));
    }
    for (int i = 0; i < servers.size(); i++) {
      lines.append(i == 0 ? ' ' : ',').append(servers.get(i));
    }
    lines.append('\n');
  }

  /**
   * Who answers a pod for names that the networks do not know. A pod that nothing leads out of gets
   * no answers from outside either: the server asks on the host, where it would get some.
   */
  private static List<IpAddress> servers(
      PodLinks pod, Map<String, HostedNetwork> networks, IpAddress refusing) {
    boolean reachesOut = false;
    for (Endpoint endpoint : pod.endpoints()) {
      HostedNetwork network = networks.get(endpoint.network());
      reachesOut |= network != null && !network.asked().internal();
    }
    if (!reachesOut) {
      return List.of(refusing);
    }
    List<IpAddress> servers = new ArrayList<>();
    for (String server : pod.dnsServers()) {
      servers.add(IpAddress.of(server));
    }
    return servers;
  }

  /** Names come from users; a blank, comma or line end in one would begin another field. */
  private static String plain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
      if (!fits) {
        throw new IllegalArgumentException("'" + name + "' is no host name");
      }
    }
    return name;
  }
}
