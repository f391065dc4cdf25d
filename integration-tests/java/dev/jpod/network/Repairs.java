package dev.jpod.network;

import static dev.jpod.network.Lab.address;
import static dev.jpod.network.Lab.sh;
import static dev.jpod.network.Lab.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Endpoint;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.network.NetworkDefects.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What somebody else breaks is seen and mended. Runs in a {@link PrivateNetwork}. */
class Repairs {
  static final List<PortMapping> PORT = List.of(new PortMapping("", 8080, 80, 1, Protocol.TCP));

  private static String host(PodLinks pod) {
    return pod.endpoints().getFirst().hostInterface();
  }

  /** Two pods of one network, of which one is broken by a script on the host. */
  private static void breakAndMend(
      BiFunction<Lab, PodLinks, String> script, NetworkDefects expected) {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks a = lab.pod("a", PORT, front);
      PodLinks b = lab.pod("b", List.of(), front);
      lab.raise();
      lab.serveTcp(a, 80);
      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of()));

      assertThat(sh(script.apply(lab, a))).doesNotContain("exit code");

      assertThat(lab.look()).isEqualTo(expected);
      lab.raise();
      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of()));
      assertThat(lab.in(b, tcp(address(a), 80))).isEqualTo("a\n");
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST_IPV6, 8080))).isEqualTo("a\n");
      assertThat(lab.lookUp(b, "a")).contains(address(a));
    }
  }

  private static NetworkDefects shared(Shared... shared) {
    return new NetworkDefects(Set.of(), Set.of(shared));
  }

  private static NetworkDefects unlinked(String... pods) {
    return new NetworkDefects(Set.of(pods), Set.of());
  }

  @Test
  void aFlushedFirewall() {
    breakAndMend((lab, a) -> "nft flush ruleset", shared(Shared.RULES));
  }

  @Test
  void aDeletedElement() {
    breakAndMend(
        (lab, a) -> "nft delete element inet " + lab.names.table() + " any4 '{ tcp . 8080 }'",
        shared(Shared.RULES));
  }

  @Test
  void aFlushedChain() {
    breakAndMend(
        (lab, a) -> "nft flush chain inet " + lab.names.table() + " forwarding",
        shared(Shared.RULES));
  }

  @Test
  void aBridgeThatTakesNothingFromTheLoopback() {
    breakAndMend(
        (lab, a) ->
            "for bridge in /proc/sys/net/ipv4/conf/"
                + lab.names.bridgePrefix()
                + "*; do echo 0 >$bridge/route_localnet; done",
        unlinked("a", "b"));
  }

  @Test
  void forwardingSwitchedOff() {
    breakAndMend((lab, a) -> "sysctl -qw net.ipv4.ip_forward=0", shared(Shared.RULES));
  }

  @Test
  void aDeletedLink() {
    breakAndMend((lab, a) -> "ip link del " + host(a), unlinked("a"));
  }

  @Test
  void aLinkTakenOffItsBridge() {
    breakAndMend((lab, a) -> "ip link set " + host(a) + " nomaster", unlinked("a"));
  }

  @Test
  void aLinkSwitchedOff() {
    breakAndMend((lab, a) -> "ip link set " + host(a) + " down", unlinked("a"));
  }

  @Test
  void aDeletedBridge() {
    breakAndMend(
        (lab, a) -> "ip link del " + lab.names.bridge("front", Set.of()), unlinked("a", "b"));
  }

  @Test
  void aBridgeSwitchedOff() {
    breakAndMend(
        (lab, a) -> "ip link set " + lab.names.bridge("front", Set.of()) + " down",
        unlinked("a", "b"));
  }

  @Test
  void aBridgeWithoutItsAddresses() {
    breakAndMend(
        (lab, a) -> "ip addr flush dev " + lab.names.bridge("front", Set.of()), unlinked("a", "b"));
  }

  @Test
  void aKilledNameServer() {
    breakAndMend(
        (lab, a) ->
            "pid=$(cat "
                + lab.run
                + "/network/names/aardvark.pid); kill -9 $pid;"
                + " while grep -qs . /proc/$pid/cmdline; do sleep 0.01; done",
        shared(Shared.NAMES));
  }

  @Test
  void namesThatSomebodyChanged() {
    breakAndMend(
        (lab, a) -> "for f in " + lab.run + "/network/names/jp*; do echo >> $f; done",
        shared(Shared.NAMES));
  }

  @Test
  void aHostThatDropsWhatNobodyAccepts() {
    sh("iptables -P FORWARD DROP; ip6tables -P FORWARD DROP; iptables -P INPUT DROP");
    sh("iptables -A INPUT -i lo -j ACCEPT; iptables -A INPUT -i up0 -j ACCEPT");
    String before = sh("iptables -S; ip6tables -S");
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks a = lab.pod("a", PORT, front);
      PodLinks b = lab.pod("b", List.of(), front);
      lab.raise();
      lab.converge();
      lab.serveTcp(a, 80);

      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST, 8080))).isEqualTo("a\n");
      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST_IPV6, 8080))).isEqualTo("a\n");
      assertThat(lab.in(b, tcp(Lab.HOST, 8080))).isEqualTo("a\n");
      assertThat(lab.lookUp(b, "a")).contains(address(a));
      assertThat(sh("iptables -S FORWARD").lines().filter(l -> l.contains("-A"))).hasSize(2);
    }
    assertThat(sh("iptables -S; ip6tables -S")).isEqualTo(before);
    sh("iptables -P FORWARD ACCEPT; ip6tables -P FORWARD ACCEPT; iptables -P INPUT ACCEPT");
    sh("iptables -F");
  }

  @Test
  void whatIsNotOfTheStoreStays() {
    sh("ip link add jpother0 type dummy; ip link add jpffffffb00000 type bridge");
    sh("nft add table inet jpod_ffffff; nft add chain inet jpod_ffffff c");
    String before = sh("ip -o link | cut -d: -f2; nft list ruleset");
    try (Lab lab = new Lab()) {
      lab.pod("a", PORT, lab.network("front", Networks.plain()));
      lab.raise();
      assertThat(sh("ip -o link | cut -d: -f2; nft list ruleset")).isNotEqualTo(before);
    }
    assertThat(sh("ip -o link | cut -d: -f2; nft list ruleset")).isEqualTo(before);
    sh("ip link del jpother0; ip link del jpffffffb00000; nft delete table inet jpod_ffffff");
  }

  @Test
  void whatAPodLeftGoesWithTheNextConvergence() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      HostedNetwork back = lab.network("back", Networks.plain());
      PodLinks a = lab.pod("a", PORT, front);
      PodLinks b = lab.pod("b", List.of(), back);
      lab.raise();
      lab.forget(b);
      lab.converge();

      assertThat(lab.remains()).doesNotContain(host(b), back.interfaceName()).contains(host(a));
      lab.keep(b);
    }
  }

  @Test
  void aPodThatIsLinkedWhileTheRecordsAreReadKeepsItsLink() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      lab.pod("a", PORT, front);
      lab.raise();
      NetworkState withoutB = lab.state();
      PodLinks b = lab.pod("b", List.of(), front);
      lab.converge(
          () -> {
            lab.link(b);
            return withoutB;
          });
      lab.converge();

      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of()));
    }
  }

  @Test
  void aServerForNamesThatDiesAtItsStartIsToldOf() {
    try (Lab lab = new Lab()) {
      lab.pod("a", PORT, lab.network("front", Networks.plain()));
      sh("mkdir -p " + lab.run + "/network/names/aardvark.pid");

      assertThatThrownBy(lab::raise)
          .isInstanceOf(JpodException.class)
          .hasMessageContaining("did not start within");

      sh("rmdir " + lab.run + "/network/names/aardvark.pid");
      lab.raise();
      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of()));
    }
  }

  @Test
  void convergingTwiceLoadsNothingAgain() {
    try (Lab lab = new Lab()) {
      PodLinks a = lab.pod("a", PORT, lab.network("front", Networks.plain()));
      lab.raise();
      String pid = sh("cat " + lab.run + "/network/names/aardvark.pid");
      String rules = sh("nft -a list table inet " + lab.names.table());
      lab.raise();

      assertThat(sh("nft -a list table inet " + lab.names.table())).isEqualTo(rules);
      assertThat(sh("cat " + lab.run + "/network/names/aardvark.pid")).isEqualTo(pid);
      assertThat(lab.in(a, "ip -o link | wc -l")).isEqualTo("2\n");
    }
  }

  @Test
  void everyNewNameIsKnownWhenConvergingEnds() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      List<PodLinks> pods = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        PodLinks pod = lab.pod("p" + i, List.of(), front);
        lab.link(pod);
        lab.converge();
        pods.add(pod);
        assertThat(lab.lookUp(pods.getFirst(), pod.pod())).contains(address(pod));
        assertThat(lab.lookUp(pod, "p0")).contains(address(pods.getFirst()));
      }
    }
  }

  @Test
  void aTakenPortOfTheNameServerIsRefusedWithItsHolder() throws Exception {
    try (Lab lab = new Lab();
        java.net.DatagramSocket other = new java.net.DatagramSocket(53)) {
      lab.pod("a", PORT, lab.network("front", Networks.plain()));

      assertThatThrownBy(lab::raise)
          .hasMessageContaining("port 53: java (process " + ProcessHandle.current().pid() + ")");
      assertThat(other.isBound()).isTrue();
    }
  }

  @Test
  void aSecondNetworkIsAddedToAPodThatIsUpAndTakenAgain() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.internal());
      HostedNetwork back = lab.network("back", Networks.plain());
      PodLinks before = lab.pod("a", PORT, front);
      lab.raise();
      PodLinks after = lab.pod("a", PORT, front, back);
      lab.raise();

      assertThat(lab.in(after, "ip -o -4 addr show eth1")).contains("inet ");
      assertThat(lab.in(after, "ip route")).contains("default via");
      assertThat(lab.look()).isEqualTo(shared());
      Endpoint second = after.endpoints().get(1);
      lab.driver.unlink(List.of(second), lab.namespace(after));
      lab.keep(before);
      lab.raise();

      assertThat(lab.in(before, "ip route")).doesNotContain("default via");
      assertThat(lab.in(before, "ip -o link")).doesNotContain("eth1");
      assertThat(lab.look()).isEqualTo(shared());
    }
  }
}
