package dev.jpod.manifest;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of the top-level {@code networks}; nothing after the colon means the defaults. */
final class NetworkReader {
  /** The network of pods that name none; it needs no declaration. */
  static final String DEFAULT = "default";

  static final NetworkSpec PLAIN =
      new NetworkSpec("bridge", List.of(), false, false, false, true, false, 0, Map.of(), Map.of());
  private static final NetworkSpec EXTERNAL =
      new NetworkSpec("bridge", List.of(), false, false, false, true, true, 0, Map.of(), Map.of());
  private static final int SMALLEST_MTU = 576;
  private static final int LARGEST_MTU = 65535;

  private final MapReader map;
  private final String name;
  private final StackDraft draft;

  private NetworkReader(MapReader map, String name, StackDraft draft) {
    this.map = map;
    this.name = name;
    this.draft = draft;
  }

  /** What a network does with the packets; the constants carry the words of the manifest. */
  private enum Driver {
    BRIDGE,
    MACVLAN
  }

  static NetworkSpec read(MapEntry entry, StackDraft draft) {
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
    return new NetworkReader(map, entry.key(), draft).network();
  }

  private NetworkSpec network() {
    boolean external = map.flag("external");
    Driver driver = map.choice("driver", Driver.values(), Driver.BRIDGE);
    List<Subnet> subnets = new SubnetsReader(name, draft).read(map);
    NetworkSpec network =
        new NetworkSpec(
            Choices.word(driver),
            subnets,
            map.flag("internal"),
            ipv6(subnets),
            map.flag("isolate"),
            dns(driver),
            external,
            map.integer("mtu", SMALLEST_MTU, LARGEST_MTU, 0),
            ProtectReader.labels(map),
            options(driver));
    if (external) {
      refuseOthers();
    } else {
      reportContradictions(network);
    }
    map.finish();
    return external ? EXTERNAL : network;
  }

  /** A range of IPv6 says it, too. */
  private boolean ipv6(List<Subnet> subnets) {
    Value value = map.get("ipv6");
    Boolean said = value == null ? null : value.flag();
    for (Subnet subnet : subnets) {
      if (IpRange.of(subnet.cidr()).family() == Family.IPV6) {
        if (value != null && Boolean.FALSE.equals(said)) {
          value.problem("has no IPv6, but '" + subnet.cidr() + "' is a range of it", "remove one");
        }
        return true;
      }
    }
    return Boolean.TRUE.equals(said);
  }

  private boolean dns(Driver driver) {
    boolean said = map.flagUnlessFalse("dns");
    return switch (driver) {
      case BRIDGE -> said;
      case MACVLAN -> said && map.has("dns");
    };
  }

  private Map<String, String> options(Driver driver) {
    Map<String, String> options = new LinkedHashMap<>();
    for (TextEntry entry : TextMaps.entries(map, "options")) {
      try {
        DriverOptions.check(Choices.word(driver), entry.name(), entry.text());
      } catch (Mistake mistake) {
        entry.value().problem(mistake);
      }
      if (options.put(entry.name(), entry.text()) != null) {
        entry.value().problem("'" + entry.name() + "' is given twice", "remove one of them");
      }
    }
    return options;
  }

  private void refuseOthers() {
    for (String field : map.known()) {
      Value value = field.equals("external") ? null : map.raw(field);
      if (value != null) {
        EntryNames.report(
            value,
            "is for whoever makes the network to say, and this one is external",
            "remove it, or remove 'external'");
      }
    }
  }

  private void reportContradictions(NetworkSpec network) {
    for (NetworkRules.Contradiction each : NetworkRules.contradictions(network)) {
      @Nullable Value value = map.raw(each.field());
      (value == null ? map.map() : value).problem(each.mistake());
    }
  }
}
