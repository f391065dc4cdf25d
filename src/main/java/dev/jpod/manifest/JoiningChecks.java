package dev.jpod.manifest;

import dev.jpod.manifest.Joining.Fixed;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what pods ask of networks with what the networks have. */
final class JoiningChecks {
  /** What only one pod of a network can have, and who has it. */
  private final Map<String, Joining> holders = new HashMap<>();

  private JoiningChecks() {}

  static void check(List<Joining> joinings, Map<String, NetworkSpec> networks) {
    JoiningChecks checks = new JoiningChecks();
    for (Joining joining : joinings) {
      NetworkSpec network = networks.getOrDefault(joining.network(), NetworkReader.PLAIN);
      checks.checkAddress(joining, network, joining.ipv4());
      checks.checkAddress(joining, network, joining.ipv6());
      checks.checkOnlyOne(joining, joining.mac());
      warnOfUnheardAliases(joining, network);
    }
  }

  private void checkAddress(
      Joining joining, NetworkSpec network, @Nullable Fixed<IpAddress> fixed) {
    if (fixed == null) {
      return;
    }
    Subnet subnet = subnet(network, fixed.what().family());
    if (subnet != null) {
      checkWithin(fixed, subnet);
    } else if (!network.external()) {
      fixed
          .value()
          .problem(
              "network '" + joining.network() + "' declares no range of this kind",
              "give it one: networks: {"
                  + joining.network()
                  + ": {subnets: ["
                  + exampleFor(fixed.what())
                  + "]}}");
    }
    checkOnlyOne(joining, fixed);
  }

  private static void checkWithin(Fixed<IpAddress> fixed, Subnet subnet) {
    IpAddress address = fixed.what();
    IpRange range = IpRange.of(subnet.cidr());
    String gateway = subnet.gateway();
    if (!range.contains(address)) {
      fixed.value().problem("'" + address + "' is not in " + range, "choose an address in there");
    } else if (!range.offers(address)) {
      fixed
          .value()
          .problem(
              "'" + address + "' is " + SubnetRules.special(range, address) + " of " + range,
              "choose another one");
    } else if (address.equals(gateway == null ? range.defaultGateway() : IpAddress.of(gateway))) {
      fixed.value().problem("'" + address + "' is the gateway's", "choose another one");
    }
  }

  private void checkOnlyOne(Joining joining, @Nullable Fixed<?> fixed) {
    if (fixed == null) {
      return;
    }
    if (joining.replicas() > 1) {
      fixed
          .value()
          .problem(
              "'" + fixed.what() + "' cannot be that of " + joining.replicas() + " replicas",
              "remove it, or set replicas: 1");
    }
    Joining other = holders.putIfAbsent(joining.network() + " " + fixed.what(), joining);
    if (other != null) {
      fixed
          .value()
          .problem(
              "'"
                  + fixed.what()
                  + "' is taken by pod '"
                  + other.pod()
                  + "' at "
                  + other.value().place(),
              "choose another one");
    }
  }

  private static void warnOfUnheardAliases(Joining joining, NetworkSpec network) {
    Value aliases = joining.aliases();
    if (aliases != null && !network.dns() && !network.external()) {
      aliases.warning(
          "nobody can ask for them, since network '" + joining.network() + "' has no dns", "");
    }
  }

  private static @Nullable Subnet subnet(NetworkSpec network, Family family) {
    for (Subnet subnet : network.subnets()) {
      if (IpRange.of(subnet.cidr()).family() == family) {
        return subnet;
      }
    }
    return null;
  }

  private static String exampleFor(IpAddress address) {
    return switch (address.family()) {
      case IPV4 -> new IpRange(address, 24).toString();
      case IPV6 -> "\"" + new IpRange(address, 64) + "\"";
    };
  }
}
