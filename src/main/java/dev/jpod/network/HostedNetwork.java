package dev.jpod.network;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;

/**
 * A network as the host has it while pods are attached.
 *
 * @param name in the store
 * @param interfaceName its bridge, or the host's interface that a macvlan hangs on
 * @param asked what was wanted of it
 * @param subnets the ranges that it has, each with its gateway
 */
public record HostedNetwork(
    String name, String interfaceName, NetworkSpec asked, List<Subnet> subnets) {
  public HostedNetwork {
    subnets = List.copyOf(subnets);
  }
}
