package dev.jpod.network;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** Whether it is a bridge of this host; else it hangs on one of the host's own interfaces. */
  boolean isBridge() {
    return asked.driver().equals("bridge");
  }

  /** Whether the store's server answers for names in it. */
  boolean hasNames() {
    return isBridge() && asked.dns();
  }

  /**
   * The words with which {@code ip} gives a link the size of packets; none for the kernel's own.
   */
  List<String> mtu() {
    int mtu = asked.mtu();
    return mtu == 0 ? List.of() : List.of("mtu", Integer.toString(mtu));
  }

  /** The range that an address lies in, or null. */
  @Nullable IpRange rangeOf(IpAddress address) {
    for (Subnet subnet : subnets) {
      IpRange range = IpRange.of(subnet.cidr());
      if (range.contains(address)) {
        return range;
      }
    }
    return null;
  }

  /** The gateway for a family, or null where it has no range of it. */
  @Nullable IpAddress gateway(Family family) {
    for (Subnet subnet : subnets) {
      IpRange range = IpRange.of(subnet.cidr());
      if (range.family() == family) {
        return gateway(subnet, range);
      }
    }
    return null;
  }

  static IpAddress gateway(Subnet subnet, IpRange range) {
    String gateway = subnet.gateway();
    return gateway == null ? range.defaultGateway() : IpAddress.of(gateway);
  }
}
