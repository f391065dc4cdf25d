package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Endpoint;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesetTests {
  private static final InterfaceNames NAMES = new InterfaceNames("a1b2c3");
  private static final Subnet IPV4 = new Subnet("10.89.1.0/24", "10.89.1.1");
  private static final Subnet IPV6 = new Subnet("fd00:1::/64", "fd00:1::1");

  @Test
  void aPodWithPublishedPortsIsReachedByMaps() {
    String rules =
        rules(
            List.of(network("front", "b00001", Networks.ipv6(), IPV4, IPV6)),
            pod(
                "10.89.1.2 fd00:1::2",
                List.of("front"),
                ports("", 8080, 80, 1, Protocol.TCP),
                ports("127.0.0.1", 9000, 90, 2, Protocol.SCTP),
                ports("::", 7000, 70, 1, Protocol.SCTP)));

    assertThat(rules)
        .isEqualTo(
            """
            table inet jpod_a1b2c3
            delete table inet jpod_a1b2c3
            table inet jpod_a1b2c3 {
              map one4 {
                type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
                elements = {
                  127.0.0.1 . sctp . 9000 : 10.89.1.2 . 90,
                  127.0.0.1 . sctp . 9001 : 10.89.1.2 . 91,
                }
              }
              map any4 {
                type inet_proto . inet_service : ipv4_addr . inet_service
                elements = {
                  tcp . 8080 : 10.89.1.2 . 80,
                }
              }
              map any6 {
                type inet_proto . inet_service : ipv6_addr . inet_service
                elements = {
                  tcp . 8080 : fd00:1::2 . 80,
                  sctp . 7000 : fd00:1::2 . 70,
                }
              }
              chain ports {
                dnat ip to ip daddr . meta l4proto . th dport map @one4
                dnat ip to meta l4proto . th dport map @any4
                dnat ip6 to meta l4proto . th dport map @any6
              }
              chain prerouting {
                type nat hook prerouting priority -100; policy accept;
                fib daddr type local jump ports
              }
              chain output {
                type nat hook output priority -100; policy accept;
                fib daddr type local jump ports
              }
              chain guard {
                type filter hook prerouting priority -300; policy accept;
                iifname "jpa1b2c3b*" ip daddr 127.0.0.0/8 drop
              }
              chain names {
                type filter hook input priority 0; policy accept;
                iifname != "lo" iifname != "jpa1b2c3b00001" ip daddr 10.89.1.1 meta l4proto { tcp, udp } th dport 53 drop
                iifname != "lo" iifname != "jpa1b2c3b00001" ip6 daddr fd00:1::1 meta l4proto { tcp, udp } th dport 53 drop
              }
              chain forwarding {
                type filter hook forward priority 0; policy accept;
                iifname != "jpa1b2c3b*" oifname != "jpa1b2c3b*" accept
                iifname "jpa1b2c3b00001" oifname "jpa1b2c3b00001" accept
                ct state established,related accept
                oifname "jpa1b2c3b*" ct status dnat accept
                iifname "jpa1b2c3b*" accept
                oifname "jpa1b2c3b*" drop
              }
              chain postrouting {
                type nat hook postrouting priority 100; policy accept;
                oifname "jpa1b2c3b*" ip saddr 127.0.0.0/8 masquerade
                oifname "jpa1b2c3b*" ip saddr { 10.89.1.0/24 } ct status dnat masquerade
                oifname != "jpa1b2c3b*" ip saddr { 10.89.1.0/24 } masquerade
                oifname "jpa1b2c3b*" ip6 saddr { fd00:1::/64 } ct status dnat masquerade
                oifname != "jpa1b2c3b*" ip6 saddr { fd00:1::/64 } masquerade
              }
            }
            """);
  }

  @Test
  void thousandsOfPortsWithTheSameNumbersAreOneRule() {
    String rules =
        rules(
            List.of(network("front", "b00001", Networks.plain(), IPV4)),
            pod(
                "10.89.1.2",
                List.of("front"),
                ports("", 20000, 20000, 9000, Protocol.TCP),
                ports("192.0.2.7", 3000, 3000, 40, Protocol.TCP)));

    assertThat(rules)
        .contains("    meta nfproto ipv4 tcp dport 20000-28999 dnat ip to 10.89.1.2\n")
        .contains("    ip daddr 192.0.2.7 tcp dport 3000-3039 dnat ip to 10.89.1.2\n")
        .doesNotContain("map ");
  }

  @Test
  void aPublishedPortOfUdpHasAZoneThatComesFromWhereItLeads() {
    List<HostedNetwork> networks = List.of(network("front", "b00001", Networks.plain(), IPV4));
    PortMapping two = ports("", 5000, 50, 2, Protocol.UDP);
    PortMapping one = ports("", 7000, 70, 1, Protocol.UDP);

    String rules = rules(networks, pod("10.89.1.2", List.of("front"), two, one));

    assertThat(rules)
        .containsPattern("map flows \\{\n[^}]* 5000-5001 : \\d+,\n +7000 : \\d+,\n +}");
    assertThat(rules(networks, pod("10.89.1.2", List.of("front"), two, one))).isEqualTo(rules);
    List<String> zones = new ArrayList<>(List.of(zone(rules, "7000"), zone(rules, "5000-5001")));
    for (int i = 3; i < 255; i++) {
      String other = rules(networks, pod("10.89.1." + i, List.of("front"), two, one));
      zones.add(zone(other, "7000"));
      zones.add(zone(other, "5000-5001"));
    }
    assertThat(zones).doesNotContain("0");
    assertThat(Set.copyOf(zones)).hasSize(zones.size());
  }

  @Test
  void withoutAPublishedPortOfUdpNothingHasAZone() {
    assertThat(
            rules(
                List.of(network("front", "b00001", Networks.plain(), IPV4)),
                pod("10.89.1.2", List.of("front"), ports("", 80, 80, 1, Protocol.TCP))))
        .doesNotContain("zone");
  }

  private static String zone(String rules, String ports) {
    Matcher found = Pattern.compile(ports + " : (\\d+),\n").matcher(rules);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void portsLeadToTheFirstNetworkThatReachesBeyondItself() {
    String rules =
        rules(
            List.of(
                network("back", "b00001", Networks.internal(), IPV4),
                network("front", "b00002", Networks.plain(), new Subnet("10.89.2.0/24", null))),
            new PodLinks(
                "p",
                List.of(endpoint("back", "10.89.1.2"), endpoint("front", "10.89.2.2")),
                List.of(ports("", 80, 80, 1, Protocol.TCP)),
                List.of()));

    assertThat(rules).contains("tcp . 80 : 10.89.2.2 . 80").doesNotContain("10.89.1.2");
  }

  @Test
  void anInternalNetworkIsCutOffAndNotHidden() {
    String rules =
        rules(
            List.of(network("back", "b00001", Networks.internal(), IPV4)),
            pod("10.89.1.2", List.of("back")));

    assertThat(rules)
        .contains("    iifname \"jpa1b2c3b00001\" drop\n", "    oifname \"jpa1b2c3b00001\" drop\n")
        .doesNotContain("oifname != \"jpa1b2c3b*\" ip saddr");
  }

  @Test
  void anIsolatedNetworkIsCutOffFromOthersOfTheStore() {
    String rules =
        rules(
            List.of(network("own", "b00001", Networks.isolated(), IPV4)),
            pod("10.89.1.2", List.of("own")));

    assertThat(rules)
        .contains(
            "    iifname \"jpa1b2c3b00001\" oifname \"jpa1b2c3b*\" drop\n",
            "    iifname \"jpa1b2c3b*\" oifname \"jpa1b2c3b00001\" drop\n");
  }

  @Test
  void networksThatNobodyUsesHaveNoRules() {
    assertThat(
            rules(
                List.of(
                    network("used", "b00001", Networks.plain(), IPV4),
                    network("idle", "b00002", Networks.plain(), new Subnet("10.9.9.0/24", null))),
                pod("10.89.1.2", List.of("used"))))
        .doesNotContain("10.9.9.");
  }

  @Test
  void noWordOfAUserGetsIntoTheRules() {
    HostedNetwork evil =
        new HostedNetwork("n", "x\" drop; flush ruleset; \"", Networks.plain(), List.of(IPV4));

    assertThatThrownBy(() -> rules(List.of(evil), pod("10.89.1.2", List.of("n"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                rules(
                    List.of(network("n", "b00001", Networks.plain(), IPV4)),
                    pod("10.89.1.2", List.of("n"), ports("1.2.3.4 drop", 80, 80, 1, Protocol.TCP))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                rules(
                    List.of(network("n", "b00001", Networks.plain(), IPV4)),
                    pod("10.89.1.2;", List.of("n"), ports("", 80, 80, 1, Protocol.TCP))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void guardsComeBeforeWhatMayPass() {
    NetworkState state =
        new NetworkState(
            List.of(network("n", "b00001", Networks.plain(), IPV4)),
            List.of(pod("10.89.1.2", List.of("n"))));
    String rules = Ruleset.of(NAMES, state, List.of("ip daddr 10.0.2.2 ct state new drop"));

    assertThat(rules)
        .contains(
            """
              chain uplink {
                type filter hook forward priority -1; policy accept;
                ip daddr 10.0.2.2 ct state new drop
              }
            """)
        .contains("hook forward priority 0");
    assertThat(Ruleset.of(NAMES, state, List.of())).doesNotContain("uplink");
  }

  private static String rules(List<HostedNetwork> networks, PodLinks... pods) {
    return Ruleset.of(NAMES, new NetworkState(networks, List.of(pods)), List.of());
  }

  private static HostedNetwork network(
      String name, String suffix, NetworkSpec spec, Subnet... subnets) {
    return new HostedNetwork(name, "jpa1b2c3" + suffix, spec, List.of(subnets));
  }

  private static PodLinks pod(String addresses, List<String> networks, PortMapping... ports) {
    return new PodLinks(
        "p",
        networks.stream().map(name -> endpoint(name, addresses)).toList(),
        List.of(ports),
        List.of());
  }

  private static Endpoint endpoint(String network, String addresses) {
    return new Endpoint(
        network, "eth0", "", List.of(addresses.split(" ")), "02:00:00:00:00:01", List.of());
  }

  private static PortMapping ports(String host, int from, int to, int count, Protocol protocol) {
    return new PortMapping(host, from, to, count, protocol);
  }
}
