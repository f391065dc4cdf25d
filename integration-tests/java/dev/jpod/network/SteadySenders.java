package dev.jpod.network;

import static dev.jpod.network.Lab.sh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who sends by UDP from the same port again and again, for whom the kernel remembers where the
 * first packet went. Runs in a {@link PrivateNetwork}.
 */
class SteadySenders {
  private static final List<PortMapping> PORT = List.of(udp("", 8081, 81, 1));

  private static PortMapping udp(String host, int from, int to, int count) {
    return new PortMapping(host, from, to, count, Protocol.UDP);
  }

  /** Who answers a packet from port 4000. */
  private static String ask(String host, int port) {
    String once =
        "echo x | socat -t0.5 -T0.5 - UDP:" + host + ":" + port + ",sourceport=4000,reuseaddr";
    return "for attempt in 1 2 3; do " + once + " | grep . && break; done";
  }

  private static void assertAnswers(Lab lab, PodLinks other, int port, String who) {
    assertThat(Lab.in(lab.neighbour, ask(Lab.HOST, port))).isEqualTo(who);
    assertThat(Lab.in(lab.neighbour, ask("[" + Lab.HOST_IPV6 + "]", port))).isEqualTo(who);
    assertThat(sh(ask("127.0.0.1", port))).isEqualTo(who);
    assertThat(lab.in(other, ask(Lab.HOST, port))).isEqualTo(who);
  }

  private static void replaceThePodBehind(List<PortMapping> ports, int port, int served) {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks other = lab.pod("other", List.of(), front);
      PodLinks a = lab.pod("a", ports, front);
      lab.raise();
      lab.serveUdp(a, served);
      assertAnswers(lab, other, port, "a\n");

      PodLinks b = lab.pod("b", ports, front);
      lab.lower(a);
      lab.raise();
      lab.serveUdp(b, served);

      assertAnswers(lab, other, port, "b\n");
    }
  }

  @Test
  void theyReachThePodThatTookThePlaceOfAnother() {
    replaceThePodBehind(PORT, 8081, 81);
  }

  @Test
  void theyReachThePodThatTookThePlaceOfAnotherByALongRunOfPorts() {
    replaceThePodBehind(List.of(udp("", 20000, 20000, 1000)), 20999, 20999);
  }

  @Test
  void theyReachThePodThatTookThePlaceOfAnotherByAnAddressOfTheHost() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.plain());
      PodLinks a = lab.pod("a", List.of(udp(Lab.HOST, 8081, 81, 1)), front);
      PodLinks local = lab.pod("local", List.of(udp("127.0.0.1", 8081, 81, 1)), front);
      lab.raise();
      lab.serveUdp(a, 81);
      lab.serveUdp(local, 81);
      assertThat(Lab.in(lab.neighbour, ask(Lab.HOST, 8081))).isEqualTo("a\n");
      assertThat(sh(ask("127.0.0.1", 8081))).isEqualTo("local\n");

      PodLinks b = lab.pod("b", List.of(udp(Lab.HOST, 8081, 81, 1)), front);
      lab.lower(a);
      lab.raise();
      lab.serveUdp(b, 81);

      assertThat(Lab.in(lab.neighbour, ask(Lab.HOST, 8081))).isEqualTo("b\n");
      assertThat(sh(ask("127.0.0.1", 8081))).isEqualTo("local\n");
    }
  }

  @Test
  void theyReachAnotherPortOfThePodWhenThatIsPublishedInstead() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks other = lab.pod("other", List.of(), front);
      PodLinks a = lab.pod("a", PORT, front);
      lab.raise();
      lab.serveUdp(a, 81);
      assertAnswers(lab, other, 8081, "a\n");
      lab.serve(lab.namespace(a), "UDP6-LISTEN:82", "eighty-two");

      lab.keep(new PodLinks("a", a.endpoints(), List.of(udp("", 8081, 82, 1)), List.of()));
      lab.converge();

      assertAnswers(lab, other, 8081, "eighty-two\n");
    }
  }

  @Test
  void theyReachNobodyOnceThePortIsNotPublished() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks a = lab.pod("a", PORT, front);
      lab.raise();
      lab.serveUdp(a, 81);
      assertThat(Lab.in(lab.neighbour, ask(Lab.HOST, 8081))).isEqualTo("a\n");

      lab.keep(new PodLinks("a", a.endpoints(), List.of(), List.of()));
      lab.converge();

      assertThat(Lab.in(lab.neighbour, ask(Lab.HOST, 8081))).doesNotContain("a\n");
    }
  }

  @Test
  void aPodHearsThatNobodyTakesItsAnswers() {
    try (Lab lab = new Lab()) {
      HostedNetwork front = lab.network("front", Networks.ipv6());
      PodLinks a = lab.pod("a", PORT, front);
      lab.raise();
      lab.serve(lab.namespace(a), "UDP6-LISTEN:81", "a; sleep 0.3; echo late");

      for (String host : List.of(Lab.HOST, "[" + Lab.HOST_IPV6 + "]")) {
        String send = "echo x | socat -t0.1 - UDP:" + host + ":8081,sourceport=4001";
        assertThat(Lab.in(lab.neighbour, send)).isEqualTo("a\n");
      }

      String heard = "awk '/^Icmp: [0-9]/ {print $5} /^Icmp6InDestUnreachs/ {print $2}' ";
      String all = heard + "/proc/net/snmp /proc/net/snmp6 | tr -d '\\n'";
      String patient =
          "for i in $(seq 30); do test $(" + all + ") = 11 && break; sleep 0.1; done; ";
      assertThat(lab.in(a, patient + all)).isEqualTo("11");
    }
  }
}
