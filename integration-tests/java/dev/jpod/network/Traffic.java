package dev.jpod.network;

import static dev.jpod.network.Lab.address;
import static dev.jpod.network.Lab.sh;
import static dev.jpod.network.Lab.tcp;
import static dev.jpod.network.Lab.udp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who reaches whom. Runs in a {@link PrivateNetwork}. */
class Traffic {
  private static PortMapping ports(String host, int from, int to, int count, Protocol protocol) {
    return new PortMapping(host, from, to, count, protocol);
  }

  @Test
  void podsOfOneNetworkReachEachOtherByAddressAndName() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(), front);
      PodLinks b = lab.pod("b", List.of(), front);
      lab.raise();
      lab.serveTcp(b, 80);
      lab.serveUdp(b, 81);

      assertThat(lab.in(a, tcp(address(b), 80))).isEqualTo("b\n");
      assertThat(lab.in(a, udp(address(b), 81))).isEqualTo("b\n");
      assertThat(lab.lookUp(a, "b")).contains(address(b));
      assertThat(lab.lookUp(a, "shop-b-0")).contains(address(b));
      assertThat(lab.look().unlinked()).isEmpty();
      assertThat(lab.look().shared()).isEmpty();
    }
  }

  @Test
  void aPublishedPortIsReachedFromEverywhere() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      HostedNetwork back = lab.network("back", Networks.plain());
      PodLinks a =
          lab.pod(
              "a",
              List.of(ports("", 8080, 80, 1, Protocol.TCP), ports("", 8081, 81, 1, Protocol.UDP)),
              front);
      PodLinks same = lab.pod("same", List.of(), front);
      PodLinks other = lab.pod("other", List.of(), back);
      lab.raise();
      lab.serveTcp(a, 80);
      lab.serveUdp(a, 81);
      String gateway = front.subnets().getFirst().gateway();

      for (String host : List.of("127.0.0.1", Lab.HOST, String.valueOf(gateway))) {
        assertThat(sh(tcp(host, 8080))).as(host).isEqualTo("a\n");
        assertThat(sh(udp(host, 8081))).as(host).isEqualTo("a\n");
      }
      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST, 8080))).isEqualTo("a\n");
      assertThat(Lab.in(lab.neighbour, udp(Lab.HOST, 8081))).isEqualTo("a\n");
      for (PodLinks pod : List.of(a, same, other)) {
        assertThat(lab.in(pod, tcp(Lab.HOST, 8080))).as(pod.pod()).isEqualTo("a\n");
        assertThat(lab.in(pod, tcp(String.valueOf(gateway), 8080))).isEqualTo("a\n");
        assertThat(lab.in(pod, udp(Lab.HOST, 8081))).as(pod.pod()).isEqualTo("a\n");
      }
    }
  }

  @Test
  void aPortOfOneAddressIsReachedByThatOnly() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(ports("127.0.0.1", 8080, 80, 1, Protocol.TCP)), front);
      lab.raise();
      lab.serveTcp(a, 80);

      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(sh(tcp(Lab.HOST, 8080))).contains("exit code");
      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST, 8080))).contains("exit code");
    }
  }

  @Test
  void nobodyOutsideReachesWhatIsNotPublished() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(), front);
      lab.raise();
      lab.serveTcp(a, 80);
      Lab.in(lab.neighbour, "ip route add " + address(a) + " via " + Lab.HOST);

      assertThat(Lab.in(lab.neighbour, tcp(address(a), 80))).contains("exit code");
      assertThat(sh(tcp(address(a), 80))).isEqualTo("a\n");
    }
  }

  @Test
  void podsReachOutsideWithTheHostsAddress() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks a = lab.pod("a", List.of(), front);
      lab.raise();
      lab.serve(lab.neighbour, "TCP6-LISTEN:7000", "$SOCAT_PEERADDR");

      assertThat(lab.in(a, tcp(Lab.NEIGHBOUR, 7000))).contains("0000:ffff:c000:0201");
      assertThat(lab.in(a, tcp("2001:db8::2", 7000))).contains("2001:0db8").contains("0001]");
      assertThat(lab.lookUp(a, "far.example")).contains("192.0.2.2");
    }
  }

  @Test
  void aPodWithIpv6IsReachedByIt() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks a = lab.pod("a", List.of(ports("", 8080, 80, 1, Protocol.TCP)), front);
      PodLinks b = lab.pod("b", List.of(), front);
      lab.raise();
      lab.serveTcp(a, 80);
      String ipv6 = a.endpoints().getFirst().addresses().get(1);

      assertThat(lab.in(b, tcp(ipv6, 80))).isEqualTo("a\n");
      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST_IPV6, 8080))).isEqualTo("a\n");
      assertThat(sh(tcp(Lab.HOST_IPV6, 8080))).isEqualTo("a\n");
      assertThat(lab.in(a, tcp(Lab.HOST_IPV6, 8080))).isEqualTo("a\n");
      assertThat(lab.lookUp(b, "a")).contains(ipv6);
      assertThat(lab.look().unlinked()).isEmpty();
    }
  }

  @Test
  void runsOfPortsLeadToTheSamePlacesInThePod() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a =
          lab.pod(
              "a",
              List.of(
                  ports("", 20000, 20000, 5000, Protocol.TCP),
                  ports("", 30000, 31000, 5000, Protocol.TCP)),
              front);
      lab.raise();
      lab.serveTcp(a, 24999);
      lab.serveTcp(a, 35999);

      assertThat(sh(tcp("127.0.0.1", 24999))).isEqualTo("a\n");
      assertThat(sh(tcp("127.0.0.1", 34999))).isEqualTo("a\n");
      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST, 34999))).isEqualTo("a\n");
      assertThat(sh(tcp("127.0.0.1", 25000))).contains("exit code");
      assertThat(lab.look().shared()).isEmpty();
    }
  }

  @Test
  void anInternalNetworkHasNoWayInOrOutButToTheHost() {
    try (Lab lab = new Lab()) {
      HostedNetwork inside = lab.network("inside", Networks.internal());
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(ports("", 8080, 80, 1, Protocol.TCP)), inside);
      PodLinks b = lab.pod("b", List.of(), inside);
      PodLinks c = lab.pod("c", List.of(ports("", 8090, 80, 1, Protocol.TCP)), front);
      lab.raise();
      lab.serveTcp(a, 80);
      lab.serveTcp(c, 80);
      lab.serve(lab.neighbour, "TCP6-LISTEN:7001", "neighbour");
      String gateway = String.valueOf(inside.subnets().getFirst().gateway());
      lab.in(a, "ip route add default via " + gateway);

      assertThat(lab.in(b, tcp(address(a), 80))).isEqualTo("a\n");
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(Lab.in(lab.neighbour, tcp(Lab.HOST, 8080))).contains("exit code");
      assertThat(lab.in(a, tcp(Lab.NEIGHBOUR, 7001))).contains("exit code");
      assertThat(lab.in(a, tcp(address(c), 80))).contains("exit code");
      assertThat(lab.in(c, tcp(address(a), 80))).contains("exit code");
      assertThat(lab.in(a, tcp(gateway, 8090))).contains("exit code");
      assertThat(lab.lookUp(a, "b")).contains(address(b));
      assertThat(lab.lookUp(a, "far.example")).contains("NXDOMAIN").doesNotContain("192.0.2.2");
    }
  }

  @Test
  void networksReachEachOtherUnlessOneIsIsolated() {
    try (Lab lab = new Lab()) {
      PodLinks a = lab.pod("a", List.of(), lab.network("one", Networks.plain()));
      PodLinks b = lab.pod("b", List.of(), lab.network("two", Networks.plain()));
      PodLinks c =
          lab.pod(
              "c",
              List.of(ports("", 8080, 80, 1, Protocol.TCP)),
              lab.network("three", Networks.isolated()));
      lab.raise();
      for (PodLinks pod : List.of(a, b, c)) {
        lab.serveTcp(pod, 80);
      }

      assertThat(lab.in(a, tcp(address(b), 80))).isEqualTo("b\n");
      assertThat(lab.in(a, tcp(address(c), 80))).contains("exit code");
      assertThat(lab.in(c, tcp(address(a), 80))).contains("exit code");
      assertThat(lab.in(a, tcp(Lab.HOST, 8080))).isEqualTo("c\n");
      assertThat(lab.lookUp(a, "b")).doesNotContain(address(b));
    }
  }

  @Test
  void namesOfANetworkAreToldToNobodyElse() {
    try (Lab lab = new Lab()) {
      HostedNetwork one = lab.network("one", Networks.plain());
      PodLinks a = lab.pod("a", List.of(), one);
      PodLinks b = lab.pod("b", List.of(), lab.network("two", Networks.plain()));
      lab.raise();
      String ask = "busybox timeout 2 busybox nslookup a " + one.subnets().getFirst().gateway();

      assertThat(lab.in(a, ask)).contains(address(a));
      assertThat(lab.in(b, ask)).doesNotContain(address(a));
    }
  }

  @Test
  void whatThePodSendsToTheHostsLoopbackIsDropped() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(), front);
      lab.raise();
      lab.serve(java.nio.file.Path.of(""), "TCP4-LISTEN:7002", "secret");
      String gateway = String.valueOf(front.subnets().getFirst().gateway());
      lab.in(
          a,
          "sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.eth0.route_localnet=1;"
              + " ip addr del 127.0.0.1/8 dev lo; ip route add 127.0.0.0/8 via "
              + gateway);

      assertThat(sh(tcp("127.0.0.1", 7002))).isEqualTo("secret\n");
      assertThat(lab.in(a, tcp("127.0.0.1", 7002))).contains("exit code");
    }
  }

  @Test
  void aPodInSeveralNetworksIsKnownInEach() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      HostedNetwork inside = lab.network("inside", Networks.internal());
      PodLinks db = lab.pod("db", List.of(), inside);
      PodLinks web = lab.pod("web", List.of(), inside, front);
      PodLinks lb = lab.pod("lb", List.of(), front);
      lab.raise();
      lab.serve(lab.neighbour, "TCP6-LISTEN:7003", "neighbour");

      assertThat(lab.lookUp(web, "db")).contains(address(db));
      assertThat(lab.lookUp(web, "lb")).contains(address(lb));
      assertThat(lab.lookUp(lb, "web")).contains(web.endpoints().get(1).addresses().getFirst());
      assertThat(lab.lookUp(lb, "db")).doesNotContain(address(db));
      assertThat(lab.lookUp(web, "far.example")).contains("192.0.2.2");
      assertThat(lab.in(web, tcp(Lab.NEIGHBOUR, 7003))).isEqualTo("neighbour\n");
    }
  }

  @Test
  void theSizeOfPacketsIsThatOfTheNetwork() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.withMtu(1400));
      PodLinks a = lab.pod("a", List.of(), front);
      lab.raise();

      assertThat(lab.in(a, "cat /sys/class/net/eth0/mtu; ip link show eth0")).contains("mtu 1400");
      assertThat(sh("ip link show " + a.endpoints().getFirst().hostInterface()))
          .contains("mtu 1400");
      assertThat(sh("ip link show " + front.interfaceName())).contains("mtu 1400");
    }
  }

  @Test
  void theSizeOfPacketsIsThatOfTheWayOutOfTheHostUnlessTheNetworkHasItsOwn() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      HostedNetwork own = lab.network("own", Networks.withMtu(1300));
      sh("ip link set up0 mtu 1400");
      PodLinks a = lab.pod("a", List.of(), front, own);
      lab.raise();

      assertThat(sizes(lab, a, front)).containsOnly("1400");
      assertThat(lab.in(a, "ip -o link show eth1")).contains("mtu 1300");
      assertThat(sh("ip -o link show " + own.interfaceName())).contains("mtu 1300");

      sh("ip link set up0 mtu 1350");
      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of()));
      PodLinks b = lab.pod("b", List.of(), front);
      lab.raise();

      assertThat(sizes(lab, a, front)).containsOnly("1350");
      assertThat(sizes(lab, b, front)).containsOnly("1350");
      assertThat(lab.in(a, "busybox ping -c1 -s 1322 " + address(b))).contains("1330 bytes from");

      sh("ip link set up0 mtu 1500");
      lab.raise();
      assertThat(sizes(lab, a, front)).containsOnly("1500");
    } finally {
      sh("ip link set up0 mtu 1500");
    }
  }

  @Test
  void withNoWayOutOfTheHostTheSizeOfPacketsIsTheKernels() {
    sh("ip route del default; ip -6 route del default; ip link set up0 mtu 1400");
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(), front);
      lab.raise();

      assertThat(sizes(lab, a, front)).containsOnly("1500");
    } finally {
      sh("ip link set up0 mtu 1500; ip route add default via 192.0.2.2");
      sh("ip -6 route add default via 2001:db8::2");
    }
  }

  /** Of the bridge and of both ends of a pod's first link. */
  private static List<String> sizes(Lab lab, PodLinks pod, HostedNetwork network) {
    String show = "ip -o link show ";
    String all =
        sh(show + network.interfaceName())
            + sh(show + pod.endpoints().getFirst().hostInterface())
            + lab.in(pod, show + "eth0");
    return all.lines().map(line -> line.replaceAll(".* mtu (\\d+) .*", "$1")).toList();
  }

  @Test
  void aMacvlanHangsOnTheHostsInterface() {
    try (Lab lab = new Lab()) {
      HostedNetwork wire =
          lab.network("wire", Networks.macvlanOn("up0", new Subnet("192.0.2.0/24", Lab.NEIGHBOUR)));
      PodLinks a = lab.pod("a", List.of(), wire);
      PodLinks b = lab.pod("b", List.of(), wire);
      lab.link(a);
      lab.link(b);
      lab.link(b);
      lab.converge();
      lab.serveTcp(b, 80);

      assertThat(Lab.in(lab.neighbour, tcp(address(b), 80))).isEqualTo("b\n");
      assertThat(lab.in(a, tcp(address(b), 80))).isEqualTo("b\n");
      lab.driver.unlink(b.endpoints(), lab.namespace(b));
      assertThat(lab.in(b, "ip -o link")).doesNotContain("eth0");
    }
  }
}
