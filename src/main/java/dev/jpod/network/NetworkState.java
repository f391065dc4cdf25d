package dev.jpod.network;

import dev.jpod.model.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a store wants of the host's network: what is not in it has no place on the host.
 *
 * @param networks every network of the store, used or not
 * @param pods the pods that are up or about to be: the links of others are leftovers
 */
public record NetworkState(List<HostedNetwork> networks, List<PodLinks> pods) {
  public NetworkState {
    networks = List.copyOf(networks);
    pods = List.copyOf(pods);
  }

  Map<String, HostedNetwork> networksByName() {
    Map<String, HostedNetwork> byName = HashMap.newHashMap(networks.size());
    for (HostedNetwork network : networks) {
      byName.put(network.name(), network);
    }
    return byName;
  }

  /** The networks that are bridges, by their names. */
  Map<String, HostedNetwork> bridgesByName() {
    Map<String, HostedNetwork> byName = HashMap.newHashMap(networks.size());
    for (HostedNetwork network : networks) {
      if (network.isBridge()) {
        byName.put(network.name(), network);
      }
    }
    return byName;
  }

  /** The bridges that a pod is on, in the order of the networks. */
  List<HostedNetwork> bridgesInUse() {
    Set<String> used = new HashSet<>();
    for (PodLinks pod : pods) {
      for (Endpoint endpoint : pod.endpoints()) {
        used.add(endpoint.network());
      }
    }
    List<HostedNetwork> bridges = new ArrayList<>();
    for (HostedNetwork network : networks) {
      if (network.isBridge() && used.contains(network.name())) {
        bridges.add(network);
      }
    }
    return bridges;
  }
}
