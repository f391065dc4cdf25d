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
  private static final int SMALLEST_MTU_OF_IPV6 = 1280;

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
   * The size of packets of its links, in bytes; 0 for the kernel's own. A bridge that was asked for
   * no size takes over that of the way out of the host: a pod whose packets are too large for that
   * hears nothing of it where somebody drops the kernel's complaints.
   *
   * @param wayOut the size of packets that the host's default route takes; 0 where there is none
   */
  int mtu(int wayOut) {
    if (asked.mtu() != 0 || !isBridge() || wayOut == 0) {
      return asked.mtu();
    }
    return gateway(Family.IPV6) == null ? wayOut : Math.max(wayOut, SMALLEST_MTU_OF_IPV6);
  }

  /** The words with which {@code ip} gives a link a size of packets. */
  static List<String> mtuWords(int mtu) {
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
