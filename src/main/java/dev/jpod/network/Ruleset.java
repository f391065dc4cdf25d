package dev.jpod.network;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The firewall's rules of a store, as the input of {@code nft}: one table that replaces the one
 * before in a single step. No word in it is a user's: addresses are written anew from their
 * numbers, and names of interfaces have the form of {@link InterfaceNames}.
 *
 * <p>Pods reach every network of their store that is not isolated, by its pods' own addresses;
 * published ports lead into isolated networks, too, for whoever reaches the host. An internal
 * network exchanges packets with the host, but with nothing beyond it.
 */
final class Ruleset {
  private final InterfaceNames names;
  private final String any;
  private final List<HostedNetwork> bridges = new ArrayList<>();
  private final PortRules ports;
  private final SteadyFlows flows;
  private final List<String> guards;
  private final StringBuilder text = new StringBuilder();

  private Ruleset(InterfaceNames names, NetworkState state, List<String> guards) {
    this.names = names;
    this.guards = guards;
    this.any = "\"" + names.bridgePrefix() + "*\"";
    Map<String, HostedNetwork> byName = state.networksByName();
    for (HostedNetwork network : state.bridgesInUse()) {
      if (!names.isBridge(network.interfaceName())) {
        throw new IllegalArgumentException(
            "'" + network.interfaceName() + "' is no bridge of this store");
      }
      bridges.add(network);
    }
    List<Publication> publications = new ArrayList<>();
    for (PodLinks pod : state.pods()) {
      publications.addAll(Publication.of(pod, byName));
    }
    this.ports = new PortRules(publications);
    this.flows = new SteadyFlows(publications);
  }

  /**
   * The rules for a state in which at least one pod is on a bridge.
   *
   * @param guards further ones for packets that pass, which come first
   */
  static String of(InterfaceNames names, NetworkState state, List<String> guards) {
    return new Ruleset(names, state, guards).written();
  }

  /** What takes all rules of a store away, whether there are some or not. */
  static String none(InterfaceNames names) {
    String table = "table inet " + names.table();
    return table + "\ndelete " + table + "\n";
  }

  private String written() {
    text.append(none(names)).append("table inet ").append(names.table()).append(" {\n");
    if (!ports.isEmpty()) {
      ports.write(text);
      chain("prerouting", "nat hook prerouting priority -100", "fib daddr type local jump ports");
      chain("output", "nat hook output priority -100", "fib daddr type local jump ports");
    }
    if (!flows.isEmpty()) {
      flows.writeMap(text);
      List<String> incoming = new ArrayList<>(flows.errors());
      incoming.addFirst(SteadyFlows.packets());
      chain("arriving", "filter hook prerouting priority -300", incoming.toArray(String[]::new));
      chain("sent", "filter hook output priority -300", SteadyFlows.packets());
    }
    writeGuards();
    if (!guards.isEmpty()) {
      chain("uplink", "filter hook forward priority -1", guards.toArray(new String[0]));
    }
    writeForwarding();
    writeMasquerading();
    return text.append("}\n").toString();
  }

  /**
   * Bridges take packets from 127.0.0.1 for the sake of published ports (route_localnet); those
   * that a pod sends there are not welcome. Names are told only to pods of their network.
   */
  private void writeGuards() {
    chain(
        "guard",
        "filter hook prerouting priority -300",
        "iifname " + any + " ip daddr 127.0.0.0/8 drop");
    List<String> rules = new ArrayList<>();
    for (HostedNetwork bridge : bridges) {
      for (Subnet subnet : bridge.hasNames() ? bridge.subnets() : List.<Subnet>of()) {
        IpRange range = IpRange.of(subnet.cidr());
        rules.add(
            "iifname != \"lo\" iifname != "
                + quoted(bridge)
                + " "
                + word(range.family())
                + " daddr "
                + HostedNetwork.gateway(subnet, range)
                + " meta l4proto { tcp, udp } th dport 53 drop");
      }
    }
    if (!rules.isEmpty()) {
      chain("names", "filter hook input priority 0", rules.toArray(String[]::new));
    }
  }

  private void writeForwarding() {
    List<String> rules = new ArrayList<>();
    rules.add("iifname != " + any + " oifname != " + any + " accept");
    for (HostedNetwork bridge : bridges) {
      rules.add("iifname " + quoted(bridge) + " oifname " + quoted(bridge) + " accept");
    }
    for (HostedNetwork bridge : bridges) {
      if (bridge.asked().internal()) {
        rules.add("iifname " + quoted(bridge) + " drop");
        rules.add("oifname " + quoted(bridge) + " drop");
      }
    }
    rules.add("ct state established,related accept");
    rules.add("oifname " + any + " ct status dnat accept");
    for (HostedNetwork bridge : bridges) {
      if (bridge.asked().isolate()) {
        rules.add("iifname " + quoted(bridge) + " oifname " + any + " drop");
        rules.add("iifname " + any + " oifname " + quoted(bridge) + " drop");
      }
    }
    rules.add("iifname " + any + " accept");
    rules.add("oifname " + any + " drop");
    chain("forwarding", "filter hook forward priority 0", rules.toArray(String[]::new));
  }

  /**
   * What comes to a pod by a published port from this host's loopback, or from a pod, gets the
   * host's address, so that the answer takes the same way back; what leaves the host, too.
   */
  private void writeMasquerading() {
    List<String> rules = new ArrayList<>();
    rules.add("oifname " + any + " ip saddr 127.0.0.0/8 masquerade");
    for (Family family : Family.values()) {
      String all = ranges(family, bridges);
      if (!all.isEmpty()) {
        String from = word(family) + " saddr " + all;
        rules.add("oifname " + any + " " + from + " ct status dnat masquerade");
      }
      String open = ranges(family, open());
      if (!open.isEmpty()) {
        rules.add("oifname != " + any + " " + word(family) + " saddr " + open + " masquerade");
      }
    }
    chain("postrouting", "nat hook postrouting priority 100", rules.toArray(String[]::new));
  }

  /** The bridges that reach beyond themselves. */
  private List<HostedNetwork> open() {
    List<HostedNetwork> open = new ArrayList<>();
    for (HostedNetwork bridge : bridges) {
      if (!bridge.asked().internal()) {
        open.add(bridge);
      }
    }
    return open;
  }

  private void chain(String name, String type, String... rules) {
    text.append("  chain ").append(name).append(" {\n    type ").append(type);
    text.append("; policy accept;\n");
    for (String rule : rules) {
      text.append("    ").append(rule).append('\n');
    }
    text.append("  }\n");
  }

  private static String ranges(Family family, List<HostedNetwork> networks) {
    StringBuilder set = new StringBuilder();
    for (HostedNetwork network : networks) {
      for (Subnet subnet : network.subnets()) {
        IpRange range = IpRange.of(subnet.cidr());
        if (range.family() == family) {
          set.append(set.isEmpty() ? "{ " : ", ").append(range);
        }
      }
    }
    return set.isEmpty() ? "" : set.append(" }").toString();
  }

  private static String word(Family family) {
    return family == Family.IPV4 ? "ip" : "ip6";
  }

  private static String quoted(HostedNetwork bridge) {
    return "\"" + bridge.interfaceName() + "\"";
  }
}
