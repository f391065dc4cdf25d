package dev.jpod.model;

import java.util.List;

/**
 * A pod's place in one network.
 *
 * @param network the network's name on the host
 * @param interfaceName how the pod sees the link: {@code eth0}
 * @param hostInterface the link's other end on the host; at most 15 characters
 * @param addresses at most one IPv4 and one IPv6 address, without a prefix length
 * @param mac the hardware address in the pod
 * @param names what the pod is called in this network; lower-case host names
 */
public record Endpoint(
    String network,
    String interfaceName,
    String hostInterface,
    List<String> addresses,
    String mac,
    List<String> names) {
  public Endpoint {
    addresses = List.copyOf(addresses);
    names = List.copyOf(names);
  }

  /** The same place under other names. */
  public Endpoint called(List<String> others) {
    return new Endpoint(network, interfaceName, hostInterface, addresses, mac, others);
  }
}
