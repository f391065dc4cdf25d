package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.network.AddressBook.Holding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBookTests {
  private static final List<Subnet> SUBNET = List.of(new Subnet("10.89.0.0/24", "10.89.0.1"));
  private static final List<Subnet> SMALL = List.of(new Subnet("10.89.0.0/29", "10.89.0.3"));

  @Test
  void theFirstPodGetsTheFirstAddressBehindTheGateway() {
    assertThat(book(SUBNET).next(Family.IPV4)).hasToString("10.89.0.2");
  }

  @Test
  void anAddressRestsUntilAllOthersHadTheirTurn() {
    AddressBook book = book(SUBNET, "10.89.0.2", "10.89.0.9");

    assertThat(book.next(Family.IPV4)).hasToString("10.89.0.10");
  }

  @Test
  void behindTheLastAddressItStartsOver() {
    AddressBook book = book(SUBNET, "10.89.0.2", "10.89.0.254");

    assertThat(book.next(Family.IPV4)).hasToString("10.89.0.3");
  }

  @Test
  void aFullRangeGoesOnInTheNext() {
    List<Subnet> two =
        List.of(new Subnet("10.1.0.0/30", null), new Subnet("10.2.0.0/30", "10.2.0.2"));

    assertThat(book(two, "10.1.0.2").next(Family.IPV4)).hasToString("10.2.0.1");
    assertThat(book(two, "10.2.0.1").next(Family.IPV4)).hasToString("10.1.0.2");
  }

  @Test
  void aFullNetworkSaysHowManyAddressesAreInUse() {
    assertThatThrownBy(
            () ->
                book(SMALL, "10.89.0.1", "10.89.0.2", "10.89.0.4", "10.89.0.5", "10.89.0.6")
                    .next(Family.IPV4))
        .isInstanceOf(JpodException.class)
        .hasMessage("the network 'net' has no free address: 5 are in use");
  }

  @Test
  void whateverOrderPodsComeAndGoInNoAddressIsGivenTwice() {
    qt().withExamples(200)
        .forAll(lists().of(integers().between(0, 9)).ofSizeBetween(0, 80))
        .checkAssert(AddressBookTests::comeAndGo);
  }

  /** Below 6 a pod comes, else the pod goes that is so many places from the front. */
  private static void comeAndGo(List<Integer> moves) {
    IpRange range = IpRange.of("10.89.0.0/28");
    List<Subnet> subnets = List.of(new Subnet(range.toString(), "10.89.0.7"));
    List<Holding> held = new ArrayList<>();
    for (int move : moves) {
      if (move >= 6 && move - 6 < held.size()) {
        held.remove(move - 6);
      } else if (held.size() < 13) {
        AddressBook book = new AddressBook("net", subnets, held);
        IpAddress address = book.next(Family.IPV4);
        assertThat(range.offers(address)).isTrue();
        assertThat(address).isNotEqualTo(IpAddress.of("10.89.0.7"));
        assertThat(held)
            .noneMatch(other -> other.endpoint().addresses().contains(address.toString()));
        held.add(holding("net", address.toString(), book.mac(address)));
      }
    }
    assertThat(held.stream().map(holding -> holding.endpoint().mac())).doesNotHaveDuplicates();
  }

  @Test
  void whatIsKeptIsForThoseWhoAskForIt() {
    AddressBook book =
        new AddressBook(
            "net", SUBNET, List.of(), Set.of(IpAddress.of("10.89.0.2"), IpAddress.of("10.89.0.3")));

    assertThat(book.next(Family.IPV4)).hasToString("10.89.0.4");
    assertThat(book.fixed("10.89.0.2")).hasToString("10.89.0.2");
  }

  @Test
  void addressesOfOtherNetworksDoNotCount() {
    AddressBook book =
        new AddressBook("net", SUBNET, List.of(holding("other", "10.89.0.2", "02:00:00:00:00:01")));

    assertThat(book.next(Family.IPV4)).hasToString("10.89.0.2");
    assertThat(book.fixed("10.89.0.2")).hasToString("10.89.0.2");
    assertThat(book.fixedMac("02:00:00:00:00:01")).isEqualTo("02:00:00:00:00:01");
  }

  @Test
  void bothFamiliesAreCountedApart() {
    List<Subnet> both = List.of(new Subnet("fd00::/64", "fd00::1"), SUBNET.getFirst());
    AddressBook book = book(both, "10.89.0.2");

    assertThat(book.families()).containsExactly(Family.IPV4, Family.IPV6);
    assertThat(book.next(Family.IPV4)).hasToString("10.89.0.3");
    assertThat(book.next(Family.IPV6)).hasToString("fd00::2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.89.0.3  | is the gateway of '10.89.0.0/29'",
        "10.89.0.0  | stands for the range of '10.89.0.0/29'",
        "10.89.0.7  | stands for the range of '10.89.0.0/29'",
        "10.89.0.8  | lies outside its range",
        "fd00::7    | lies outside its range",
        "10.89.0.2  | belongs to the pod 'shop-web-0'",
        "10.89.0.07 | is no IP address"
      })
  void anAddressThatCannotBeHadIsRefusedWithTheReason(String address, String reason) {
    assertThatThrownBy(() -> book(SMALL, "10.89.0.2").fixed(address))
        .hasMessage("the address '" + address + "' in the network 'net' " + reason);
  }

  @Test
  void aHardwareAddressIsLocalAndNobodyElses() {
    AddressBook empty = book(SUBNET);
    IpAddress address = IpAddress.of("10.89.0.2");
    String mac = empty.mac(address);
    AddressBook book = new AddressBook("net", SUBNET, List.of(holding("net", "10.89.0.3", mac)));

    assertThat(mac).matches("02(:[0-9a-f]{2}){5}").isEqualTo(empty.mac(address));
    assertThat(book.mac(address)).matches("02(:[0-9a-f]{2}){5}").isNotEqualTo(mac);
    assertThatThrownBy(() -> book.fixedMac(mac.toUpperCase(Locale.ROOT)))
        .hasMessageContaining("has the hardware address '" + mac + "'");
  }

  private static AddressBook book(List<Subnet> subnets, String... taken) {
    List<Holding> holdings = new ArrayList<>();
    for (String address : taken) {
      holdings.add(holding("net", address, "02:00:00:00:00:" + (10 + holdings.size())));
    }
    return new AddressBook("net", subnets, holdings);
  }

  private static Holding holding(String network, String address, String mac) {
    return new Holding(
        "shop-web-0", new Endpoint(network, "eth0", "", List.of(address), mac, List.of()));
  }
}
