package dev.jpod.manifest;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of the top-level {@code networks}; nothing after the colon means the defaults. */
final class NetworkReader {
  private static final int SMALLEST_MTU = 576;
  private static final int LARGEST_MTU = 65535;
  private static final NetworkSpec PLAIN =
      new NetworkSpec("bridge", List.of(), false, false, false, true, false, 0, Map.of(), Map.of());

  /** What a network does with the packets; the constants carry the words of the manifest. */
  private enum Driver {
    BRIDGE,
    MACVLAN
  }

  private NetworkReader() {}

  static NetworkSpec read(MapEntry entry) {
    if (entry.key().equals("host") || entry.key().equals("none")) {
      entry
          .value()
          .problem(
              "'" + entry.key() + "' cannot be the name of a network",
              "pods write networks: " + entry.key() + " without declaring it");
    }
    if (entry.value().isNull()) {
      return PLAIN;
    }
    MapReader map = new MapReader(entry.value());
    NetworkSpec network =
        new NetworkSpec(
            Choices.word(map.choice("driver", Driver.values(), Driver.BRIDGE)),
            subnets(map),
            map.flag("internal"),
            map.flag("ipv6"),
            map.flag("isolate"),
            map.flagUnlessFalse("dns"),
            map.flag("external"),
            map.integer("mtu", SMALLEST_MTU, LARGEST_MTU, 0),
            TextMaps.read(map, "labels"),
            TextMaps.read(map, "options"));
    map.finish();
    return network;
  }

  private static List<Subnet> subnets(MapReader map) {
    List<Subnet> subnets = new ArrayList<>();
    for (Value item : map.items("subnets")) {
      Subnet subnet = item.isText() ? subnet(item, null) : longForm(item);
      if (subnet != null) {
        subnets.add(subnet);
      }
    }
    return subnets;
  }

  private static @Nullable Subnet longForm(Value item) {
    MapReader map = new MapReader(item);
    Value cidr = map.require("cidr", "write it as cidr: 10.89.0.0/24");
    Value gateway = map.get("gateway");
    String address = gateway == null ? null : Addresses.read(gateway);
    map.finish();
    return cidr == null ? null : subnet(cidr, address);
  }

  private static @Nullable Subnet subnet(Value value, @Nullable String gateway) {
    String cidr = value.line();
    if (cidr != null && !Addresses.isSubnet(cidr)) {
      value.problem(
          "'" + Quote.shortened(cidr) + "' is not a range of addresses",
          "write it as 10.89.0.0/24 or fd00:1::/64");
      return null;
    }
    return cidr == null ? null : new Subnet(cidr, gateway);
  }
}
