package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.IpAddress;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NameReliefTests {
  private static final InterfaceNames NAMES = new InterfaceNames("00a1b2");

  private static SortedMap<String, NameFile> files(String bridge) {
    SortedMap<String, NameFile> files = new TreeMap<>();
    files.put(
        bridge,
        new NameFile("10.89.0.1,fd00::1\njpod 10.89.0.1  m\n", IpAddress.of("10.89.0.1"), "m"));
    return files;
  }

  @Test
  void questionsOfANetworkGoToTheOtherPortAndItsAnswersComeFromTheUsualOne() {
    assertThat(NameRelief.rules(NAMES, files("jp00a1b2b12345")))
        .isEqualTo(
            """
            table inet jpod_00a1b2_names
            delete table inet jpod_00a1b2_names
            table inet jpod_00a1b2_names {
              chain questions {
                type filter hook prerouting priority -310; policy accept;
                iifname "jp00a1b2b12345" ip daddr 10.89.0.1 udp dport 53 udp dport set 10053 notrack
                iifname "jp00a1b2b12345" ip6 daddr fd00::1 udp dport 53 udp dport set 10053 notrack
              }
              chain answers {
                type filter hook output priority -310; policy accept;
                oifname "jp00a1b2b12345" ip saddr 10.89.0.1 udp sport 10053 udp sport set 53 notrack
                oifname "jp00a1b2b12345" ip6 saddr fd00::1 udp sport 10053 udp sport set 53 notrack
              }
            }
            """);
  }

  @Test
  void noWordOfTheRulesIsSomebodyElses() {
    assertThatThrownBy(() -> NameRelief.rules(NAMES, files("eth0\" accept")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyVersionsThatCloseTheirSocketsAreRelieved() {
    for (String version : new String[] {"1.4.0", "1.0.3", "1.10.0"}) {
      assertThat(NameRelief.closesItsSockets("aardvark-dns " + version + "\n")).isTrue();
    }
    for (String version : new String[] {"1.11.0", "1.14.0", "2.0.0", "unknown", ""}) {
      assertThat(NameRelief.closesItsSockets("aardvark-dns " + version + "\n")).isFalse();
    }
  }
}
