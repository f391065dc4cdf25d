package dev.jpod.network;

import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec.Subnet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store's bridges on the host, and the links on them. */
final class Bridges {
  private static final String LINK_LOCAL_GATEWAY = "fe80::1/64";

  private final InterfaceNames names;
  private final ProcessRunner runner;
  private final Ground ground;

  Bridges(InterfaceNames names, ProcessRunner runner, Ground ground) {
    this.names = names;
    this.runner = runner;
    this.ground = ground;
  }

  /** Makes bridges and their members what the state says; what else the store had, goes. */
  void converge(HostLinks links, NetworkState state, List<HostedNetwork> used) {
    KernelFiles files = ground.files();
    Set<String> sound = sound(links, files, used);
    IpBatch batch = new IpBatch();
    List<HostedNetwork> repaired = new ArrayList<>();
    Set<String> surplus = new HashSet<>(links.bridges());
    surplus.addAll(links.links());
    for (HostedNetwork bridge : used) {
      surplus.remove(bridge.interfaceName());
      if (!sound.contains(bridge.interfaceName())) {
        addBridge(batch, bridge, ground.wayOut());
        repaired.add(bridge);
      }
    }
    Map<String, HostedNetwork> byName = state.bridgesByName();
    for (PodLinks pod : state.pods()) {
      for (Endpoint endpoint : pod.endpoints()) {
        HostedNetwork bridge = byName.get(endpoint.network());
        if (bridge != null) {
          surplus.remove(endpoint.hostInterface());
          addMember(batch, links, endpoint.hostInterface(), bridge.interfaceName());
        }
      }
    }
    addRemoval(batch, surplus);
    run(batch, "making bridges");
    Forwarding.switchOn(ground, files, used, repaired);
  }

  /** Removes these bridges and links of the store. */
  void clear(HostLinks links) {
    Set<String> all = new HashSet<>(links.bridges());
    all.addAll(links.links());
    IpBatch batch = new IpBatch();
    addRemoval(batch, all);
    run(batch, "removing bridges");
  }

  /** The names of the bridges that are there, up, prepared, and have their addresses. */
  Set<String> sound(HostLinks links, KernelFiles files, List<HostedNetwork> used) {
    Set<String> sound = new HashSet<>();
    List<TakenRange> routes = List.of();
    for (HostedNetwork bridge : used) {
      String name = bridge.interfaceName();
      if (links.bridges().contains(name)
          && links.isUp(name)
          && Forwarding.isPrepared(files, name)) {
        routes = routes.isEmpty() ? routes(files) : routes;
        if (hasRoutes(bridge, routes)) {
          sound.add(name);
        }
      }
    }
    return sound;
  }

  private List<TakenRange> routes(KernelFiles files) {
    try {
      return HostRanges.read(files, names::isBridge);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** An address brings the route to its range, and takes it along. */
  private static boolean hasRoutes(HostedNetwork bridge, List<TakenRange> routes) {
    for (Subnet subnet : bridge.subnets()) {
      IpRange range = IpRange.of(subnet.cidr());
      boolean found = false;
      for (TakenRange route : routes) {
        found |= route.name().equals(bridge.interfaceName()) && route.range().equals(range);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private static void addBridge(IpBatch batch, HostedNetwork bridge, int wayOut) {
    String name = bridge.interfaceName();
    // Its own hardware address: else it takes over that of a new member, and pods lose their
    // gateway.
    Subnet first = bridge.subnets().getFirst();
    IpAddress main = HostedNetwork.gateway(first, IpRange.of(first.cidr()));
    List<String> words = new ArrayList<>(List.of("link", "add", "name", name));
    words.addAll(List.of("address", HardwareAddresses.ofBridge(main)));
    words.addAll(HostedNetwork.mtuWords(bridge.mtu(wayOut)));
    words.addAll(List.of("type", "bridge", "mcast_snooping", "0"));
    batch.attempt(words.toArray(String[]::new));
    // The kernel's own link-local address would be tested for a second before anybody is answered.
    batch.add("link", "set", "dev", name, "addrgenmode", "none");
    if (bridge.gateway(Family.IPV6) != null) {
      batch.add("addr", "replace", LINK_LOCAL_GATEWAY, "dev", name, "nodad");
    }
    for (Subnet subnet : bridge.subnets()) {
      IpRange range = IpRange.of(subnet.cidr());
      IpAddress gateway = HostedNetwork.gateway(subnet, range);
      String address = gateway + "/" + range.prefixLength();
      if (range.family() == Family.IPV6) {
        batch.add("addr", "replace", address, "dev", name, "nodad");
      } else {
        batch.add("addr", "replace", address, "broadcast", "+", "dev", name);
      }
    }
    batch.add("link", "set", "dev", name, "up");
  }

  /** The link of a pod that is gone by now is nobody's loss: that pod has no use for a bridge. */
  private static void addMember(IpBatch batch, HostLinks links, String link, String bridge) {
    if (links.links().contains(link) && !links.isOn(link, bridge)) {
      batch.attempt("link", "set", "dev", link, "addrgenmode", "none", "master", bridge, "up");
      batch.attempt("link", "set", "dev", link, "type", "bridge_slave", "hairpin", "on");
    }
  }

  /** As a group they go together: one by one the kernel takes its time for each. */
  private void addRemoval(IpBatch batch, Set<String> surplus) {
    if (surplus.isEmpty()) {
      return;
    }
    String group = Integer.toString(0x6a00_0000 | names.number());
    for (String name : surplus) {
      batch.attempt("link", "set", "dev", name, "group", group);
    }
    batch.attempt("link", "del", "group", group);
  }

  private void run(IpBatch batch, String doing) {
    if (!batch.isEmpty()) {
      batch.run(runner, ground.program("ip"), doing);
    }
  }
}
