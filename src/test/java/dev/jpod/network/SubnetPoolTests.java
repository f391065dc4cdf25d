package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.network.TakenRange.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetPoolTests {
  private static final InterfaceNames STORE = new InterfaceNames("000000");

  @Test
  void aNetworkThatAsksForNothingGetsARangeOf256Addresses() {
    assertThat(choose(Networks.plain())).containsExactly(new Subnet("10.89.0.0/24", "10.89.0.1"));
  }

  @Test
  void aNetworkWithIpv6GetsALocalRangeToo() {
    assertThat(choose(Networks.ipv6()))
        .containsExactly(
            new Subnet("10.89.0.0/24", "10.89.0.1"),
            new Subnet("fd00:0:6a70::/64", "fd00:0:6a70::1"));
  }

  @Test
  void anIpv6RangeThatWasAskedForIsEnough() {
    assertThat(choose(Networks.ipv6(new Subnet("fd00:1::/64", null))))
        .containsExactly(new Subnet("fd00:1::/64", "fd00:1::1"));
  }

  @Test
  void rangesOfOthersArePassedOver() {
    assertThat(
            choose(
                Networks.plain(),
                host("10.89.0.0/23", "eth0"),
                new TakenRange(IpRange.of("10.89.2.128/25"), Holder.NETWORK, "a")))
        .containsExactly(new Subnet("10.89.3.0/24", "10.89.3.1"));
  }

  @Test
  void storesStartToLookInDifferentPlaces() {
    Subnet first = new SubnetPool(STORE, List.of()).choose("n", Networks.plain()).getFirst();
    Subnet second =
        new SubnetPool(new InterfaceNames("0000ff"), List.of())
            .choose("n", Networks.plain())
            .getFirst();

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void whateverIsTakenWhatIsChosenOverlapsNothing() {
    qt().withExamples(200)
        .forAll(integers().between(0, 0xffffff), integers().between(0, 60), integers().all())
        .checkAssert(
            (tag, count, seed) -> {
              List<TakenRange> taken = taken(count, seed);
              Subnet chosen =
                  new SubnetPool(new InterfaceNames(String.format("%06x", tag)), taken)
                      .choose("n", Networks.plain())
                      .getFirst();
              IpRange range = IpRange.of(chosen.cidr());

              assertThat(taken).noneMatch(other -> other.range().overlaps(range));
              assertThat(range.offers(IpAddress.of(String.valueOf(chosen.gateway())))).isTrue();
            });
  }

  private static List<TakenRange> taken(int count, int seed) {
    Random random = new Random(seed);
    List<TakenRange> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      IpAddress first = IpAddress.of("10.0.0.0").plus(random.nextInt(1 << 24));
      taken.add(
          new TakenRange(new IpRange(first, 14 + random.nextInt(18)), Holder.HOST, "eth" + i));
    }
    return taken;
  }

  @Test
  void withNoRangeLeftTheRefusalSaysWhatToDo() {
    assertThatThrownBy(() -> choose(Networks.plain(), host("10.0.0.0/8", "vpn0")))
        .hasMessageContaining("no range of addresses is free for the network 'n'")
        .extracting("hint")
        .asString()
        .contains("network prune");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.5.0.0/16    | overlaps '10.5.3.0/24' of the network 'shop_back'",
        "192.168.1.0/25 | overlaps '192.168.0.0/16' of the host's interface 'eth0'",
        "10.6.0.1/24    | has bits set behind its prefix",
        "10.6.0.0/31    | is too small",
        "fd00::/127     | is too small",
        "0.0.0.0/0      | overlaps",
        "10.6.0.0       | is none",
        "nonsense/8     | is none"
      })
  void aRangeThatCannotBeHadIsRefusedWithTheReason(String cidr, String reason) {
    assertThatThrownBy(
            () ->
                choose(
                    Networks.plain(new Subnet(cidr, null)),
                    new TakenRange(IpRange.of("10.5.3.0/24"), Holder.NETWORK, "shop_back"),
                    host("192.168.0.0/16", "eth0")))
        .hasMessageContaining("'" + cidr + "' of the network 'n' " + reason);
  }

  @ParameterizedTest
  @CsvSource({"10.6.0.0", "10.6.0.255", "10.7.0.1", "fd00::1", "x"})
  void aGatewayLiesBetweenTheFirstAndTheLastAddress(String gateway) {
    assertThatThrownBy(() -> choose(Networks.plain(new Subnet("10.6.0.0/24", gateway))))
        .hasMessageContaining("the gateway '" + gateway + "' of the network 'n' is no address");
  }

  @Test
  void twoRangesOfOneNetworkDoNotOverlapEither() {
    assertThatThrownBy(
            () ->
                choose(
                    Networks.plain(
                        new Subnet("10.6.0.0/24", null), new Subnet("10.6.0.0/25", null))))
        .hasMessageContaining("overlaps '10.6.0.0/24' of the network 'n'");
  }

  @Test
  void aMacvlanLiesInTheHostsOwnNetworkAndSaysWhich() {
    assertThat(
            choose(
                Networks.macvlan(new Subnet("192.168.0.0/24", "192.168.0.254")),
                host("192.168.0.0/24", "eth0")))
        .containsExactly(new Subnet("192.168.0.0/24", "192.168.0.254"));
    assertThatThrownBy(() -> choose(Networks.macvlan()))
        .hasMessageContaining("a macvlan cannot choose");
  }

  private static TakenRange host(String range, String name) {
    return new TakenRange(IpRange.of(range), Holder.HOST, name);
  }

  private static List<Subnet> choose(NetworkSpec spec, TakenRange... taken) {
    return new SubnetPool(STORE, List.of(taken)).choose("n", spec);
  }
}
