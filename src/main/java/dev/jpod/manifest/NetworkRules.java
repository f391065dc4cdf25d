package dev.jpod.manifest;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.ArrayList;
import java.util.List;

/** What the fields of a network have to agree in, whoever asks for it. */
final class NetworkRules {
  static final String MACVLAN = "macvlan";

  /** The least that every link of IPv6 carries, by RFC 8200. */
  private static final int SMALLEST_MTU_OF_IPV6 = 1280;

  private NetworkRules() {}

  /** A field that does not go with the others. */
  record Contradiction(String field, Mistake mistake) {}

  static List<Contradiction> contradictions(NetworkSpec network) {
    List<Contradiction> found = new ArrayList<>();
    if (network.ipv6() && network.mtu() > 0 && network.mtu() < SMALLEST_MTU_OF_IPV6) {
      add(found, "mtu", "is too small for IPv6", "it is at least " + SMALLEST_MTU_OF_IPV6);
    }
    if (network.driver().equals(MACVLAN)) {
      ofMacvlan(network, found);
    }
    return found;
  }

  private static void ofMacvlan(NetworkSpec network, List<Contradiction> found) {
    if (network.internal()) {
      add(found, "internal", "is not for a macvlan", "the network behind its parent decides");
    }
    if (network.isolate()) {
      add(found, "isolate", "is not for a macvlan", "the network behind its parent decides");
    }
    if (network.dns()) {
      add(found, "dns", "is not for a macvlan", "names are known on bridges only");
    }
    if (!network.options().containsKey(DriverOptions.PARENT)) {
      add(
          found,
          "options",
          "a macvlan needs an interface of the host",
          "write options: {parent: eth0}");
    }
    if (!has(network, Family.IPV4) && !has(network, Family.IPV6)) {
      add(
          found,
          "subnets",
          "a macvlan needs the addresses of the network behind its parent",
          "write for example subnets: [{cidr: 192.168.1.0/24, gateway: 192.168.1.1}]");
    } else if (network.ipv6() && !has(network, Family.IPV6)) {
      add(
          found,
          "ipv6",
          "a macvlan needs the addresses of the network behind its parent",
          "add an IPv6 range to 'subnets'");
    }
  }

  private static boolean has(NetworkSpec network, Family family) {
    for (Subnet subnet : network.subnets()) {
      if (IpRange.of(subnet.cidr()).family() == family) {
        return true;
      }
    }
    return false;
  }

  private static void add(List<Contradiction> found, String field, String sentence, String hint) {
    found.add(new Contradiction(field, new Mistake(sentence, hint)));
  }
}
