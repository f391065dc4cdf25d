package dev.jpod.network;

import java.util.List;

/**
 * All that a store wants of the host's network: what is not in it has no place on the host.
 *
 * @param networks every network of the store, used or not
 * @param pods the pods that are up
 */
public record NetworkState(List<HostedNetwork> networks, List<PodLinks> pods) {
  public NetworkState {
    networks = List.copyOf(networks);
    pods = List.copyOf(pods);
  }
}
