package dev.jpod.network;

import static dev.jpod.network.Lab.sh;
import static dev.jpod.network.Lab.tcp;
import static dev.jpod.network.Lab.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.network.NetworkDefects.Shared;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who reaches whom where pasta connects pods with the host. Runs in a {@link PrivateNetwork}. */
class RootlessPasta {
  private static final NetworkDefects NONE = new NetworkDefects(Set.of(), Set.of());

  private static PortMapping port(String host, int from, int to, Protocol protocol) {
    return new PortMapping(host, from, to, 1, protocol);
  }

  @Test
  void publishedPortsAreReachedAndChanged() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a =
          lab.pod(
              "a",
              List.of(port("", 8080, 80, Protocol.TCP), port("", 8081, 81, Protocol.UDP)),
              front);
      PodLinks b = lab.pod("b", List.of(port("127.0.0.1", 8082, 80, Protocol.TCP)), front);
      lab.raise();
      lab.serveTcp(a, 80);
      lab.serveTcp(b, 80);
      lab.serveUdp(a, 81);

      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(sh(tcp(Lab.HOST, 8080))).isEqualTo("a\n");
      assertThat(sh(udp("127.0.0.1", 8081))).isEqualTo("a\n");
      assertThat(sh(tcp("127.0.0.1", 8082))).isEqualTo("b\n");
      assertThat(sh(tcp(Lab.HOST, 8082))).contains("exit code");
      assertThat(lab.in(b, tcp(Lab.HOST, 8080))).isEqualTo("a\n");
      assertThat(lab.look()).isEqualTo(NONE);

      lab.keep(
          new PodLinks("a", a.endpoints(), List.of(port("", 8090, 80, Protocol.TCP)), List.of()));
      assertThat(lab.look().shared()).containsExactlyInAnyOrder(Shared.UPLINK, Shared.RULES);
      lab.converge();
      assertThat(sh(tcp("127.0.0.1", 8090))).isEqualTo("a\n");
      assertThat(sh(tcp("127.0.0.1", 8080))).contains("exit code");
      assertThat(sh(tcp("127.0.0.1", 8082))).isEqualTo("b\n");
    }
  }

  @Test
  void podsReachOutsideAndLookNamesUpThereButNotTheLoopbackOfTheHost() {
    try (Lab lab = new Lab()) {
      PodLinks a = lab.pod("a", List.of(), lab.network("front", Networks.plain()));
      lab.raise();
      lab.serve(Path.of(""), "TCP4-LISTEN:7002", "secret");

      assertThat(lab.in(a, tcp(Lab.NEIGHBOUR, 7000))).contains("0000:ffff:c000:0201");
      assertThat(lab.lookUp(a, "far.example")).contains("192.0.2.2");
      for (String address : List.of("127.0.0.1", Lab.NEIGHBOUR)) {
        assertThat(lab.in(a, tcp(address, 7002))).contains("exit code");
      }
    }
  }

  @Test
  void aKilledUplinkIsMadeAgain() {
    try (Lab lab = new Lab()) {
      PodLinks a =
          lab.pod(
              "a",
              List.of(port("", 8080, 80, Protocol.TCP)),
              lab.network("front", Networks.plain()));
      lab.raise();
      lab.serveTcp(a, 80);
      sh("kill -9 $(cat " + lab.run + "/network/pasta.pid); sleep 0.1");

      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of(Shared.UPLINK)));
      lab.converge();
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(lab.look()).isEqualTo(NONE);
    }
  }

  @Test
  void aPortThatSomebodyElseHasIsRefused() {
    try (Lab lab = new Lab()) {
      PodLinks a =
          lab.pod(
              "a",
              List.of(port("", 8080, 80, Protocol.TCP)),
              lab.network("front", Networks.plain()));
      lab.serve(Path.of(""), "TCP4-LISTEN:8080", "other");
      lab.link(a);

      assertThatThrownBy(lab::converge)
          .isInstanceOf(JpodException.class)
          .hasMessageContaining("port 8080 of the host cannot be published: socat (process ");
    }
  }
}
