package dev.jpod.network;

import dev.jpod.model.IpAddress;
import dev.jpod.model.PortMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * By which address of the store's network that arrives which is sent to one address of the host: as
 * long as each has one of its own, rules inside can tell them apart.
 */
final class GuestAddresses {
  /** Where what is sent to any address of the host arrives. */
  static final String ANY = "10.0.2.100";

  /** All others. */
  static final String RANGE = "10.0.2.128/25";

  private static final IpAddress FIRST = IpAddress.of("10.0.2.129");
  private static final int COUNT = 125;

  private final Map<String, String> addresses = new HashMap<>();

  /**
   * The addresses for those of the host that these ports name. Mostly, another port changes none.
   */
  GuestAddresses(List<PortMapping> ports) {
    TreeSet<String> named = new TreeSet<>();
    for (PortMapping port : ports) {
      if (!isAny(port.hostAddress())) {
        named.add(port.hostAddress());
      }
    }
    boolean[] taken = new boolean[COUNT];
    for (String address : named) {
      int at = Math.floorMod(address.hashCode(), COUNT);
      for (int i = 0; i < COUNT && taken[at]; i++) {
        at = (at + 1) % COUNT;
      }
      taken[at] = true;
      addresses.put(address, FIRST.plus(at).toString());
    }
  }

  /** Where what is sent to an address of the host arrives. */
  String of(String hostAddress) {
    return addresses.getOrDefault(hostAddress, ANY);
  }

  static boolean isAny(String hostAddress) {
    return hostAddress.isEmpty() || hostAddress.equals("0.0.0.0");
  }
}
