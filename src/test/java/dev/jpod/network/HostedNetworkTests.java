package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostedNetworkTests {
  private static final Subnet IPV4 = new Subnet("10.1.0.0/24", "10.1.0.1");
  private static final Subnet IPV6 = new Subnet("fd00:1::/64", "fd00:1::1");

  private static HostedNetwork network(NetworkSpec asked, Subnet... subnets) {
    return new HostedNetwork("n", "br0", asked, List.of(subnets));
  }

  @Test
  void aBridgeHasTheSizeOfPacketsThatItWasAskedForElseThatOfTheWayOut() {
    assertThat(network(Networks.withMtu(1300), IPV4).mtu(1400)).isEqualTo(1300);
    assertThat(network(Networks.plain(), IPV4).mtu(1400)).isEqualTo(1400);
    assertThat(network(Networks.plain(), IPV4).mtu(0)).isZero();
  }

  @Test
  void noNetworkWithIpv6HasSmallerPacketsThanIpv6Allows() {
    assertThat(network(Networks.plain(), IPV4).mtu(1000)).isEqualTo(1000);
    assertThat(network(Networks.ipv6(), IPV4, IPV6).mtu(1000)).isEqualTo(1280);
    assertThat(network(Networks.ipv6(), IPV4, IPV6).mtu(1400)).isEqualTo(1400);
  }

  @Test
  void aMacvlanTakesTheSizeOfPacketsOfItsParent() {
    assertThat(network(Networks.macvlan(IPV4), IPV4).mtu(1400)).isZero();
  }
}
