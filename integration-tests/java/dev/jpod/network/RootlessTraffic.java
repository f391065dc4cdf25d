package dev.jpod.network;

import static dev.jpod.network.Lab.address;
import static dev.jpod.network.Lab.sh;
import static dev.jpod.network.Lab.tcp;
import static dev.jpod.network.Lab.udp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who reaches whom, with nobody root. Runs in a {@link PrivateNetwork}. */
class RootlessTraffic {
  private static PortMapping port(String host, int from, int to, Protocol protocol) {
    return new PortMapping(host, from, to, 1, protocol);
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
      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of()));
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
              List.of(port("", 8080, 80, Protocol.TCP), port("", 8081, 81, Protocol.UDP)),
              front);
      PodLinks same = lab.pod("same", List.of(), front);
      PodLinks other = lab.pod("other", List.of(), back);
      lab.raise();
      lab.serveTcp(a, 80);
      lab.serveUdp(a, 81);
      String gateway = String.valueOf(front.subnets().getFirst().gateway());

      for (String host : List.of("127.0.0.1", Lab.HOST)) {
        assertThat(sh(tcp(host, 8080))).as(host).isEqualTo("a\n");
        assertThat(sh(udp(host, 8081))).as(host).isEqualTo("a\n");
      }
      for (PodLinks pod : List.of(a, same, other)) {
        assertThat(lab.in(pod, tcp(Lab.HOST, 8080))).as(pod.pod()).isEqualTo("a\n");
        assertThat(lab.in(pod, tcp(gateway, 8080))).as(pod.pod()).isEqualTo("a\n");
        assertThat(lab.in(pod, udp(Lab.HOST, 8081))).as(pod.pod()).isEqualTo("a\n");
      }
    }
  }

  @Test
  void aPortOfOneAddressIsReachedByThatOnly() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(port("127.0.0.1", 8080, 80, Protocol.TCP)), front);
      PodLinks b = lab.pod("b", List.of(port(Lab.HOST, 8080, 80, Protocol.TCP)), front);
      lab.raise();
      lab.serveTcp(a, 80);
      lab.serveTcp(b, 80);

      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(sh(tcp(Lab.HOST, 8080))).isEqualTo("b\n");
      assertThat(lab.in(b, tcp(String.valueOf(front.subnets().getFirst().gateway()), 8080)))
          .contains("exit code");
    }
  }

  @Test
  void podsReachOutsideAndLookNamesUpThere() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(), front);
      lab.raise();

      assertThat(lab.in(a, tcp(Lab.NEIGHBOUR, 7000))).contains("0000:ffff:c000:0201");
      assertThat(lab.lookUp(a, "far.example")).contains("192.0.2.2");
    }
  }

  @Test
  void podsReachOutsideByIpv6() {
    try (Lab lab = new Lab()) {
      PodLinks a = lab.pod("a", List.of(), lab.network("front", Networks.ipv6()));
      lab.raise();

      assertThat(lab.in(a, tcp("2001:db8::2", 7000))).contains("2001:0db8");
    }
  }

  @Test
  void podsDoNotReachTheLoopbackOfTheHost() {
    try (Lab lab = new Lab()) {
      PodLinks a = lab.pod("a", List.of(), lab.network("front", Networks.plain()));
      lab.raise();
      lab.serve(Path.of(""), "TCP4-LISTEN:7002", "secret");
      lab.serve(Path.of(""), "UDP4-LISTEN:7002", "secret");

      assertThat(sh(tcp("127.0.0.1", 7002))).isEqualTo("secret\n");
      for (String address : List.of("127.0.0.1", Slirp.HOST_LOOPBACK)) {
        assertThat(lab.in(a, tcp(address, 7002))).contains("exit code");
        assertThat(lab.in(a, udp(address, 7002))).contains("exit code");
      }
    }
  }

  @Test
  void aPodSeesWhoSends() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a =
          lab.pod(
              "a",
              List.of(
                  port("", 8080, 80, Protocol.TCP),
                  port("", 8081, 81, Protocol.UDP),
                  port("", 8082, 81, Protocol.UDP)),
              front);
      lab.raise();
      lab.serve(lab.namespace(a), "TCP4-LISTEN:80", "$SOCAT_PEERADDR");
      lab.serve(lab.namespace(a), "UDP4-LISTEN:81", "$SOCAT_PEERADDR");

      assertThat(sh(tcp(Lab.HOST, 8080))).isEqualTo(Lab.HOST + "\n");
      assertThat(sh(udp(Lab.HOST, 8081))).isEqualTo(Lab.HOST + "\n");
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo(Slirp.HOST_LOOPBACK + "\n");
      assertThat(sh(udp("127.0.0.1", 8082))).isEqualTo(Slirp.HOST_LOOPBACK + "\n");
    }
  }
}
