package dev.jpod.manifest;

import dev.jpod.model.NetworkSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the networks that a stack declares with one another. */
final class NetworkChecks {
  private static final int LONGEST_NAME = 128;

  private NetworkChecks() {}

  /** Finds ranges that have addresses in common. */
  static void checkSubnets(List<DeclaredSubnet> subnets) {
    for (int i = 1; i < subnets.size(); i++) {
      DeclaredSubnet subnet = subnets.get(i);
      for (int j = 0; j < i; j++) {
        DeclaredSubnet other = subnets.get(j);
        if (subnet.range().overlaps(other.range())) {
          subnet
              .value()
              .problem(
                  "'"
                      + subnet.range()
                      + "' overlaps '"
                      + other.range()
                      + "' of network '"
                      + other.network()
                      + "' at "
                      + other.value().place(),
                  "choose ranges that have no address in common");
          break;
        }
      }
    }
  }

  /**
   * Finds networks whose names on the host, {@code STACK_NETWORK} or that of an external one, are
   * too long or the same.
   */
  static void checkNames(
      String stack, Map<String, NetworkSpec> networks, Map<String, Value> entries) {
    Map<String, String> byHostName = new HashMap<>();
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      String name = entry.getKey();
      NetworkSpec network = networks.get(name);
      String hostName = network != null && network.external() ? name : stack + "_" + name;
      String other = byHostName.putIfAbsent(hostName, name);
      if (other != null) {
        EntryNames.report(
            entry.getValue(),
            "is '" + hostName + "' on the host, and so is network '" + other + "'",
            "rename one of them");
      }
      if (hostName.length() > LONGEST_NAME) {
        EntryNames.report(
            entry.getValue(),
            "would have a name of " + hostName.length() + " characters on the host",
            "it is STACK_NETWORK and has at most " + LONGEST_NAME);
      }
    }
  }
}
