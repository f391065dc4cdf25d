package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTablesTests {
  @ParameterizedTest
  @CsvSource({
    "0100007F, 127.0.0.1",
    "00000000, 0.0.0.0",
    "00000000000000000000000000000000, '::'",
    "00000000000000000000000001000000, '::1'",
    "B80D0120000000000000000002000000, 2001:db8::2"
  })
  void addressesAreNumbersOfThisMachine(String hex, String address) {
    assertThat(HostPorts.address(hex)).isEqualTo(address);
  }

  @Test
  void whoListensIsNamed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      List<Listener> found =
          HostPorts.read().listeners(List.of(new PortMapping("", port, 80, 1, Protocol.TCP)));

      assertThat(found).hasSize(1);
      assertThat(found.getFirst().port()).isEqualTo(port);
      assertThat(found.getFirst().holder())
          .endsWith("(process " + ProcessHandle.current().pid() + ")");
      assertThat(
              HostPorts.read().listeners(List.of(new PortMapping("", port, 80, 1, Protocol.UDP))))
          .isEmpty();
    }
  }

  @Test
  void wordsHaveAnyBlanksBetweenThem() {
    assertThat(Columns.words("  a\tbc   d ")).containsExactly("a", "bc", "d");
    assertThat(Columns.words("")).isEmpty();
  }

  @Test
  void theDefaultRouteOfEachFamilyIsTheOneWithTheLowestMetric() {
    String ipv4 =
        """
        Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
        wlan0 00000000 010200C0 0003 0 0 600 00000000 0 0 0
        eth0 00000000 010200C0 0003 0 0 100 00000000 0 0 0
        up0 000200C0 00000000 0001 0 0 0 00FFFFFF 0 0 0
        """;
    String zero = "00000000000000000000000000000000";
    String ipv6 =
        zero
            + (" 00 " + zero + " 00 " + zero + " ffffffff 1 0 00200200 lo\n")
            + zero
            + (" 00 " + zero + " 00 fe800000000000000000000000000001 00000400 1 0 00000003 tun0\n");

    assertThat(DefaultRoute.interfaces(rows(ipv4), rows(ipv6))).containsExactly("eth0", "tun0");
    assertThat(DefaultRoute.interfaces(rows(ipv4), List.of())).containsExactly("eth0");
    assertThat(DefaultRoute.interfaces(List.of(), List.of())).isEmpty();
  }

  private static List<List<String>> rows(String table) {
    return table.lines().map(Columns::words).toList();
  }

  @Test
  void chainsOfTheHostThatDropAreFound() {
    String chains =
        """
        table ip filter {
        \tchain INPUT {
        \t\ttype filter hook input priority filter; policy accept;
        \t}
        \tchain FORWARD {
        \t\ttype filter hook forward priority filter; policy drop;
        \t}
        }
        table ip6 filter {
        \tchain INPUT {
        \t\ttype filter hook input priority filter; policy drop;
        \t}
        }
        table inet other {
        \tchain FORWARD {
        \t\ttype filter hook forward priority filter; policy drop;
        \t}
        }
        """;

    assertThat(ForwardAcceptance.dropping(chains))
        .containsExactly("iptables FORWARD", "ip6tables INPUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nlink", "-x", "a#b", "a'b", "a\"b", "a\\b", "a;b"})
  void noWordForIpIsMoreThanOneOrAnOption(String word) {
    assertThatThrownBy(() -> new IpBatch().add("link", "del", word))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aQuestionForANameIsThatOfRfc1035() {
    byte[] query = NameQuery.query("ab.c", 1);

    assertThat(query)
        .hasSize(12 + 6 + 4)
        .endsWith(2, 'a', 'b', 1, 'c', 0, 0, 1, 0, 1)
        .startsWith(0x6a, 0x70, 1, 0, 0, 1);
  }
}
