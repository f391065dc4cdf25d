package dev.jpod.network;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;
import java.util.Map;

/** Wishes for networks, as tests need them. */
final class Networks {
  private Networks() {}

  static NetworkSpec plain(Subnet... subnets) {
    return spec("bridge", false, false, false, subnets);
  }

  static NetworkSpec ipv6(Subnet... subnets) {
    return spec("bridge", false, true, false, subnets);
  }

  static NetworkSpec internal(Subnet... subnets) {
    return spec("bridge", true, false, false, subnets);
  }

  static NetworkSpec isolated(Subnet... subnets) {
    return spec("bridge", false, false, true, subnets);
  }

  static NetworkSpec withMtu(int mtu) {
    return new NetworkSpec(
        "bridge", List.of(), false, false, false, true, false, mtu, Map.of(), Map.of());
  }

  static NetworkSpec macvlanOn(String parent, Subnet subnet) {
    return new NetworkSpec(
        "macvlan",
        List.of(subnet),
        false,
        false,
        false,
        true,
        false,
        0,
        Map.of(),
        Map.of("parent", parent));
  }

  static NetworkSpec macvlan(Subnet... subnets) {
    return spec("macvlan", false, false, false, subnets);
  }

  private static NetworkSpec spec(
      String driver, boolean internal, boolean ipv6, boolean isolate, Subnet... subnets) {
    return new NetworkSpec(
        driver, List.of(subnets), internal, ipv6, isolate, true, false, 0, Map.of(), Map.of());
  }
}
