package dev.jpod.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PodKey;
import dev.jpod.network.AddressBook;
import dev.jpod.network.AddressBook.Holding;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses are counted before anything is made just as they are handed out afterwards. */
class AddressDemandTests {
  private static final NetworkSpec SPEC =
      new NetworkSpec("bridge", List.of(), false, true, false, true, false, 0, Map.of(), Map.of());

  private static final String FIXED =
      """
        fixed:
          image: localhost/busybox:1
          networks: {office: {ipv4: FIXED}}
      """;

  private static Desired desired(int replicas, String more) {
    String text =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        networks: {office: {external: true}}
        pods:
          web:
            image: localhost/busybox:1
            replicas: %d
            networks: [office]
        """
            .formatted(replicas);
    StackReader.Read read =
        StackReader.read(
            List.of(new ManifestText("stack.yaml", "/srv/shop", text + more)),
            Variables.of(Map.of(), Map.of(), List.of()));
    return Expansion.of(read.stack(), new FixedResolution(read.stack(), Map.of()));
  }

  private static ObservedPod pod(PodKey key, String address) {
    return new ObservedPod(
        AppliedPods.id(key, 1),
        key.podName(),
        key,
        1,
        new TreeMap<>(),
        new TreeMap<>(),
        new PodStatus.Up(Set.of()),
        List.of(
            new Endpoint("office", "eth0", "", List.of(address), "02:00:00:00:00:01", List.of())),
        List.of(),
        Instant.EPOCH,
        null);
  }

  private static ObservedHost host(List<Subnet> subnets, List<ObservedPod> pods) {
    TreeMap<String, ObservedNetwork> networks = new TreeMap<>();
    networks.put("office", new ObservedNetwork("office", null, SPEC, subnets));
    return new ObservedHost(List.of(), new TreeMap<>(), pods, networks, HostAnswers.NONE);
  }

  private static long blocked(ChangeSet changes) {
    return changes.pods().stream().filter(PodChange.Blocked.class::isInstance).count();
  }

  /** How many pods the book gives an address, of so many that come one after the other. */
  private static int served(List<Subnet> subnets, List<ObservedPod> there, int coming) {
    List<Holding> holdings = new ArrayList<>();
    there.forEach(pod -> holdings.add(new Holding(pod.name(), pod.endpoints().getFirst())));
    for (int served = 0; served < coming; served++) {
      try {
        AddressBook book = new AddressBook("office", subnets, holdings);
        List<String> given = new ArrayList<>();
        book.families().forEach(family -> given.add(book.next(family).toString()));
        holdings.add(
            new Holding(
                "new", new Endpoint("office", "eth0", "", given, "02:" + served, List.of())));
      } catch (JpodException e) {
        return served;
      }
    }
    return coming;
  }

  @Test
  void asManyPodsAreRefusedAsTheBookWouldNotServe() {
    qt().withExamples(150)
        .forAll(
            integers().between(0, 9),
            integers().between(27, 30),
            integers().between(0, 1),
            integers().between(0, 20))
        .checkAssert(
            (replicas, prefix, ipv6, guests) -> {
              List<Subnet> subnets = new ArrayList<>();
              subnets.add(new Subnet("10.77.0.0/" + prefix, null));
              if (ipv6 == 1) {
                subnets.add(new Subnet("fd00::/126", "fd00::2"));
              }
              List<ObservedPod> there = new ArrayList<>();
              IpRange range = IpRange.of(subnets.getFirst().cidr());
              IpAddress address = range.defaultGateway().plus(1);
              for (int i = 0; i < guests && range.offers(address); i++) {
                there.add(pod(new PodKey("other", "guest", i), address.toString()));
                address = address.plus(1);
              }
              int coming = Math.max(1, replicas);

              assertThat(blocked(Differ.diff(desired(coming, ""), host(subnets, there))))
                  .isEqualTo(coming - served(subnets, there, coming));
            });
  }

  @ParameterizedTest
  @CsvSource({"fd00::/64, 100", "fd00::/8, 100", "10.0.0.0/8, 100"})
  void hugeRangesHaveRoomForAll(String range, int replicas) {
    List<Subnet> subnets = List.of(new Subnet(range, null));

    assertThat(blocked(Differ.diff(desired(replicas, ""), host(subnets, List.of())))).isZero();
  }

  @Test
  void anAddressThatOnePodAsksForIsForNoOther() {
    List<Subnet> subnets = List.of(new Subnet("10.77.0.0/29", null));
    String fixed = FIXED.replace("FIXED", "10.77.0.4");

    assertThat(blocked(Differ.diff(desired(4, fixed), host(subnets, List.of())))).isZero();
    assertThat(blocked(Differ.diff(desired(5, fixed), host(subnets, List.of())))).isEqualTo(1);
  }

  @Test
  void podsThatGoMakeRoomOnlyWhereThereIsNone() {
    List<ObservedPod> going =
        List.of(
            pod(new PodKey("shop", "old", 0), "10.77.0.2"),
            pod(new PodKey("shop", "old", 1), "10.77.0.3"));
    ObservedHost host = host(List.of(new Subnet("10.77.0.0/29", null)), going);

    assertThat(Differ.diff(desired(3, ""), host).crowdedNetworks()).isEmpty();
    assertThat(Differ.diff(desired(4, ""), host).crowdedNetworks()).containsExactly("office");
    assertThat(blocked(Differ.diff(desired(5, ""), host))).isZero();
    assertThat(blocked(Differ.diff(desired(6, ""), host))).isEqualTo(1);
  }

  @Test
  void everyFamilyHasToHaveRoom() {
    List<Subnet> subnets =
        List.of(new Subnet("10.77.0.0/24", null), new Subnet("fd00::/126", null));

    assertThat(blocked(Differ.diff(desired(3, ""), host(subnets, List.of())))).isEqualTo(1);
    assertThat(served(subnets, List.of(), 3)).isEqualTo(2);
    assertThat(new AddressBook("office", subnets, List.of()).families())
        .containsExactly(Family.IPV4, Family.IPV6);
  }
}
