package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameFileTests {
  private static final IpAddress REFUSING = IpAddress.of("127.64.0.1");
  private static final Subnet IPV4 = new Subnet("10.89.1.0/24", "10.89.1.1");
  private static final Subnet IPV6 = new Subnet("fd00:1::/64", null);

  @Test
  void aPodIsALineWithItsAddressesNamesAndServers() {
    PodLinks pod =
        new PodLinks(
            "p1",
            List.of(endpoint("front", List.of("web", "shop-web-0", "web"))),
            List.of(),
            List.of("9.9.9.9", "1.1.1.1"));

    NameFile file = file(Networks.ipv6(), pod);

    assertThat(file.content().lines())
        .hasSize(3)
        .startsWith("10.89.1.1,fd00:1::1", "jpod 10.89.1.1  " + file.marker())
        .endsWith("p1 10.89.1.2 fd00:1::2 web,shop-web-0 9.9.9.9,1.1.1.1");
  }

  @Test
  void otherNamesMeanAnotherMarker() {
    NameFile one = file(Networks.ipv6(), pod("web"));
    NameFile other = file(Networks.ipv6(), pod("app"));

    assertThat(one.marker()).isNotEqualTo(other.marker());
    assertThat(file(Networks.ipv6(), pod("web"))).isEqualTo(one);
  }

  @Test
  void aPodThatNothingLeadsOutOfAsksTheServerThatRefuses() {
    PodLinks pod =
        new PodLinks(
            "p1", List.of(endpoint("front", List.of("web"))), List.of(), List.of("9.9.9.9"));

    assertThat(file(Networks.internal(), pod).content())
        .endsWith("p1 10.89.1.2 fd00:1::2 web 127.64.0.1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a,b", "a\nb", "A", "ä", "a/b"})
  void aNameThatWouldBeginAnotherFieldIsRefused(String name) {
    assertThatThrownBy(() -> file(Networks.plain(), pod(name)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PodLinks pod(String name) {
    return new PodLinks("p1", List.of(endpoint("front", List.of(name))), List.of(), List.of());
  }

  private static Endpoint endpoint(String network, List<String> names) {
    return new Endpoint(
        network, "eth0", "v", List.of("10.89.1.2", "fd00:1::2"), "02:00:00:00:00:01", names);
  }

  private static NameFile file(NetworkSpec spec, PodLinks pod) {
    HostedNetwork network = new HostedNetwork("front", "br0", spec, List.of(IPV4, IPV6));
    return Objects.requireNonNull(
        NameFile.of(new NetworkState(List.of(network), List.of(pod)), REFUSING).get("br0"));
  }
}
