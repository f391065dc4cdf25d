package dev.jpod.diff;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.observed.HostNetworking;
import dev.jpod.observed.HostNetworking.Route;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.RangePool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of the host itself stands in the way of networks that are to be made. */
final class NetworkObstacles {
  private static final String MACVLAN = "macvlan";
  private static final String PARENT = "parent";

  private final Desired desired;
  private final ObservedHost host;
  private final HostNetworking around;
  private final List<NetworkChange> changes;

  NetworkObstacles(Desired desired, ObservedHost host, List<NetworkChange> changes) {
    this.desired = desired;
    this.host = host;
    this.around = host.answers().networking();
    this.changes = changes;
  }

  /** The changes, or what stands in their way. */
  List<NetworkChange> check() {
    List<NetworkChange> checked = new ArrayList<>(changes.size());
    for (NetworkChange change : changes) {
      NetworkSpec spec = change.made();
      NetworkChange obstacle = null;
      if (spec != null) {
        obstacle = isMacvlan(spec) ? parent(change, spec) : route(change, spec);
        obstacle = obstacle == null ? pool(change) : obstacle;
      }
      checked.add(obstacle == null ? change : obstacle);
    }
    return checked;
  }

  /** The interface that a macvlan would hang on and that the host does not have, or null. */
  static @Nullable String missingParent(NetworkSpec spec, HostNetworking around) {
    Set<String> interfaces = around.interfaces();
    String parent = isMacvlan(spec) ? spec.options().get(PARENT) : null;
    return parent != null && interfaces != null && !interfaces.contains(parent) ? parent : null;
  }

  private static boolean isMacvlan(NetworkSpec spec) {
    return spec.driver().equals(MACVLAN);
  }

  private @Nullable NetworkChange parent(NetworkChange change, NetworkSpec spec) {
    String missing = missingParent(spec, around);
    return missing == null
        ? null
        : blocked(
            change,
            ".options." + PARENT,
            "the network '"
                + change.network()
                + "' would hang on the host's interface '"
                + missing
                + "', which there is not",
            "'ip link' lists the interfaces; write one as options: {parent: eth0}");
  }

  private @Nullable NetworkChange route(NetworkChange change, NetworkSpec spec) {
    for (Subnet asked : spec.subnets()) {
      IpRange range = IpRange.of(asked.cidr());
      for (Route route : around.routes()) {
        if (range.overlaps(route.range())) {
          return blocked(
              change,
              ".subnets",
              "the range "
                  + range
                  + " overlaps "
                  + route.range()
                  + ", which the host reaches by its interface '"
                  + route.interfaceName()
                  + "'",
              "choose a range that is free, or leave it out to be given one");
        }
      }
    }
    return null;
  }

  private @Nullable NetworkChange pool(NetworkChange change) {
    for (RangePool pool : around.pools()) {
      List<String> choosing = choosing(pool.family());
      int turn = choosing.indexOf(change.network());
      if (turn >= 0 && !pool.hasFree(turn + 1, taken())) {
        return blocked(
            change,
            "",
            "no range of addresses is free for the network '"
                + change.network()
                + "' from "
                + pool.first()
                + " to "
                + pool.last(),
            "give it a free one, for example "
                + example(change.network(), pool.family())
                + "; 'ip route' and 'jpod network ls' show what is taken");
      }
    }
    return null;
  }

  private String example(String network, Family family) {
    String range =
        switch (family) {
          case IPV4 -> "192.168.77.0/24";
          case IPV6 -> "'fd00:77::/64'";
        };
    String name = HostNames.inStackFile(desired.stack(), network);
    return "networks: {" + name + ": {subnets: [" + range + "]}}";
  }

  /** The networks that are made and that are given a range of a family. */
  private List<String> choosing(Family family) {
    List<String> choosing = new ArrayList<>();
    for (NetworkChange change : changes) {
      NetworkSpec spec = change.made();
      if (spec != null && HostNetworks.isGivenRange(spec, family)) {
        choosing.add(change.network());
      }
    }
    return choosing;
  }

  /** What nobody can be given: a network that is removed may still be there by then. */
  private List<IpRange> taken() {
    List<IpRange> taken = new ArrayList<>();
    around.routes().forEach(route -> taken.add(route.range()));
    Set<String> replaced = new HashSet<>();
    for (NetworkChange change : changes) {
      NetworkSpec spec = change.made();
      if (spec != null) {
        replaced.add(change.network());
        spec.subnets().forEach(subnet -> taken.add(IpRange.of(subnet.cidr())));
      }
    }
    for (ObservedNetwork network : host.networks().values()) {
      if (!replaced.contains(network.name())) {
        network.subnets().forEach(subnet -> taken.add(IpRange.of(subnet.cidr())));
      }
    }
    return taken;
  }

  private NetworkChange blocked(NetworkChange change, String field, String reason, String hint) {
    String name = change.network();
    return new NetworkChange.Blocked(
        name,
        NetworkChange.NETWORKS + "." + HostNames.inStackFile(desired.stack(), name) + field,
        HostNetworks.firstIn(name, desired),
        reason,
        hint);
  }
}
