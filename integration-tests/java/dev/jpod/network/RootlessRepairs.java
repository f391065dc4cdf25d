package dev.jpod.network;

import static dev.jpod.network.Lab.address;
import static dev.jpod.network.Lab.sh;
import static dev.jpod.network.Lab.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.FileTree;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.network.NetworkDefects.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is broken of the network of one who is not root is seen, and mended by the next run. */
class RootlessRepairs {
  private static final NetworkDefects NONE = new NetworkDefects(Set.of(), Set.of());

  private static PortMapping port(String host, int from, int to) {
    return new PortMapping(host, from, to, 1, Protocol.TCP);
  }

  private static PodLinks served(Lab lab, String name, PortMapping... ports) {
    PodLinks pod = lab.pod(name, List.of(ports), lab.network(name, Networks.plain()));
    lab.raise();
    lab.serveTcp(pod, 80);
    return pod;
  }

  private static String kill(Lab lab) {
    return sh("kill -9 $(cat " + lab.run + "/network/slirp.pid); sleep 0.1");
  }

  @Test
  void aKilledUplinkIsMadeAgainWithItsPorts() {
    try (Lab lab = new Lab()) {
      PodLinks a = served(lab, "a", port("", 8080, 80));
      assertThat(lab.look()).isEqualTo(NONE);
      kill(lab);

      assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of(Shared.UPLINK)));
      lab.converge();

      assertThat(lab.look()).isEqualTo(NONE);
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(lab.in(a, tcp(Lab.NEIGHBOUR, 7000))).contains("0000:ffff:c000:0201");
    }
  }

  @Test
  void aSocketThatIsGoneIsMadeAgain() {
    try (Lab lab = new Lab()) {
      served(lab, "a", port("", 8080, 80));
      sh("rm " + lab.run + "/network/slirp.sock");

      assertThat(lab.look().shared()).containsExactly(Shared.UPLINK);
      lab.converge();

      assertThat(lab.look()).isEqualTo(NONE);
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
    }
  }

  @Test
  void aNamespaceThatIsGoneIsMadeAgainWithAllThatWasInIt() {
    try (Lab lab = new Lab()) {
      PodLinks a = served(lab, "a", port("", 8080, 80));
      PodLinks b = served(lab, "b");
      sh("umount -l " + lab.run + "/network/net " + lab.run + "/network/sys");

      assertThat(lab.look())
          .isEqualTo(new NetworkDefects(Set.of("a", "b"), Set.of(Shared.values())));
      lab.raise();

      assertThat(lab.look()).isEqualTo(NONE);
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(lab.in(a, tcp(address(b), 80))).isEqualTo("b\n");
    }
  }

  @Test
  void portsComeAndGoWithoutTheUplinkBeingMadeAnew() {
    try (Lab lab = new Lab()) {
      PodLinks a = served(lab, "a", port("", 8080, 80));
      String before = sh("cat " + lab.run + "/network/slirp.pid");
      lab.keep(new PodLinks("a", a.endpoints(), List.of(port("127.0.0.1", 8081, 80)), List.of()));
      assertThat(lab.look().shared()).containsExactlyInAnyOrder(Shared.UPLINK, Shared.RULES);
      lab.converge();

      assertThat(sh(tcp("127.0.0.1", 8081))).isEqualTo("a\n");
      assertThat(sh(tcp("127.0.0.1", 8080))).contains("exit code");
      assertThat(sh(tcp(Lab.HOST, 8081))).contains("exit code");
      assertThat(sh("cat " + lab.run + "/network/slirp.pid")).isEqualTo(before);
    }
  }

  @Test
  void aPortThatSomebodyElseHasIsRefusedAndComesWhenItIsFree() {
    try (Lab lab = new Lab()) {
      PodLinks a =
          lab.pod(
              "a",
              List.of(port("", 8080, 80), port("", 8090, 80)),
              lab.network("a", Networks.plain()));
      Process other = Lab.begin(Path.of(""), "TCP4-LISTEN:8080", "other");
      lab.link(a);
      assertThatThrownBy(lab::converge)
          .isInstanceOf(JpodException.class)
          .hasMessageContaining("port 8080 (tcp) of the host's address '0.0.0.0'");
      assertThat(lab.look().shared()).containsExactly(Shared.UPLINK);
      lab.serveTcp(a, 80);
      assertThat(sh(tcp("127.0.0.1", 8090))).isEqualTo("a\n");
      other.destroyForcibly().onExit().join();
      lab.converge();

      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
    }
  }

  @Test
  void twoStoresDoNotDisturbEachOther() {
    try (Lab one = new Lab();
        Lab two = new Lab()) {
      served(one, "a", port("", 8080, 80));
      served(two, "b", port("", 8081, 80));
      kill(two);
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      two.converge();
      assertThat(sh(tcp("127.0.0.1", 8081))).isEqualTo("b\n");
      assertThat(one.look()).isEqualTo(NONE);
    }
  }

  @Test
  void withTheLastPodEverythingGoesAndComesAgain() {
    try (Lab lab = new Lab()) {
      PodLinks a = served(lab, "a", port("", 8080, 80));
      lab.lower(a);
      lab.converge();
      assertThat(lab.remains()).isEmpty();
      assertThat(sh(tcp("127.0.0.1", 8080))).contains("exit code");

      served(lab, "b", port("", 8080, 80));
      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("b\n");
    }
  }

  @Test
  void aFolderWhosePathIsTooLongForASocketIsNoObstacle() throws IOException {
    Path folder = Files.createTempDirectory("jpod-net");
    Path deep = Files.createDirectories(folder.resolve("a".repeat(120)).resolve("b".repeat(120)));
    try (Lab lab = new Lab(deep)) {
      served(lab, "a", port("", 8080, 80));

      assertThat(sh(tcp("127.0.0.1", 8080))).isEqualTo("a\n");
      assertThat(lab.look()).isEqualTo(NONE);
    } finally {
      FileTree.delete(folder);
    }
  }

  @Test
  void namesThatChangeAreKnownAtOnce() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(), front);
      lab.raise();
      PodLinks b = lab.pod("b", List.of(), front);
      lab.raise();

      assertThat(lab.lookUp(a, "b")).contains(address(b));
      assertThat(lab.look()).isEqualTo(NONE);
    }
  }
}
