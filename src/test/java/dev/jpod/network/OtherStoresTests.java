package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.PortMapping;
import org.junit.jupiter.api.Test;

class OtherStoresTests {
  /** As nft 1.0 lists it. */
  private static final String RULESET =
      """
      table inet jpod_46c13e_names {
      	chain answers {
      		type filter hook output priority raw - 10; policy accept;
      		oifname "jp46c13eb309e6" ip saddr 10.166.62.1 udp sport 10053 udp sport set 53 notrack
      	}
      }
      table inet jpod_161d48 {
      	map one4 {
      		type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
      		elements = { 127.0.0.1 . udp . 5300 : 10.239.72.2 . 53 }
      	}

      	map any6 {
      		type inet_proto . inet_service : ipv6_addr . inet_service
      		elements = { tcp . 49152 : fd00::2 . 80,
      			     tcp . 22000 : fd00::2 . 80 }
      	}

      	map flows {
      		typeof udp dport : ct zone
      		elements = { 5300 : 38937 }
      	}

      	chain ports {
      		dnat ip to ip daddr . meta l4proto . th dport map @one4
      		meta nfproto ipv4 tcp dport 21000-21050 dnat ip to 10.239.72.2
      	}
      }
      table inet jpod_aaaaaa {
      	map any4 {
      		elements = { tcp . 8080 : 10.9.0.2 . 80 }
      	}
      }
      table inet firewall {
      	map any4 {
      		elements = { tcp . 9090 : 10.9.0.2 . 80 }
      	}
      }
      """;

  @Test
  void portsOfOtherStoresAreFoundInTheirRules() {
    assertThat(OtherStores.published("jpod_aaaaaa", RULESET))
        .extracting(ports -> ports.protocol() + " " + ports.hostPort() + " " + ports.count())
        .containsExactly("UDP 5300 1", "TCP 49152 1", "TCP 22000 1", "TCP 21000 51");
    assertThat(OtherStores.published("jpod_161d48", RULESET))
        .extracting(PortMapping::hostPort)
        .containsExactly(8080);
    assertThat(OtherStores.published("jpod_161d48", "")).isEmpty();
  }
}
