package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpRange;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestAddressesTests {
  private static PortMapping on(String address) {
    return new PortMapping(address, 8080, 80, 1, Protocol.TCP);
  }

  @Test
  void whatIsSentToAnyAddressArrivesAtOne() {
    GuestAddresses addresses = new GuestAddresses(List.of(on(""), on("0.0.0.0")));

    assertThat(addresses.of("")).isEqualTo(GuestAddresses.ANY);
    assertThat(addresses.of("0.0.0.0")).isEqualTo(GuestAddresses.ANY);
  }

  @Test
  void everyAddressOfTheHostHasItsOwn() {
    List<PortMapping> ports = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      ports.add(on("192.0.2." + i));
    }
    GuestAddresses addresses = new GuestAddresses(ports);
    Set<String> arrivals = new HashSet<>();
    for (PortMapping port : ports) {
      arrivals.add(addresses.of(port.hostAddress()));
    }

    assertThat(arrivals).hasSize(100).doesNotContain(GuestAddresses.ANY);
    IpRange range = IpRange.of(GuestAddresses.RANGE);
    assertThat(arrivals).allMatch(arrival -> range.offers(IpAddress.of(arrival)));
  }

  @Test
  void anotherAddressOfTheHostLeavesThoseThatAreThereAlone() {
    String before = new GuestAddresses(List.of(on("127.0.0.1"))).of("127.0.0.1");

    assertThat(new GuestAddresses(List.of(on("127.0.0.1"), on("192.0.2.2"))).of("127.0.0.1"))
        .isEqualTo(before);
  }
}
