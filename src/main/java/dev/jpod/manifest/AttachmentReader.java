package dev.jpod.manifest;

import dev.jpod.manifest.Joining.Fixed;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.NetworkMode.Attachment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a pod takes part in one network; nothing after the colon means the defaults. */
final class AttachmentReader {
  private AttachmentReader() {}

  static Attachment read(MapEntry entry, String pod, int replicas, StackDraft draft) {
    String network = entry.key();
    Value value = entry.value();
    if (value.isNull()) {
      draft.joins(new Joining(pod, replicas, network, value));
      return new Attachment(network, List.of(), null, null, null);
    }
    MapReader map = new MapReader(value);
    List<String> aliases = aliases(map);
    Fixed<IpAddress> ipv4 = address(map, "ipv4", Family.IPV4);
    Fixed<IpAddress> ipv6 = address(map, "ipv6", Family.IPV6);
    Fixed<String> mac = mac(map);
    draft.joins(new Joining(pod, replicas, network, value, ipv4, ipv6, mac, map.raw("aliases")));
    map.finish();
    return new Attachment(
        network,
        aliases,
        ipv4 == null ? null : ipv4.what().toString(),
        ipv6 == null ? null : ipv6.what().toString(),
        mac == null ? null : mac.what());
  }

  private static List<String> aliases(MapReader map) {
    List<String> aliases = new ArrayList<>();
    for (Value item : map.items("aliases")) {
      String text = item.line();
      if (text == null) {
        continue;
      }
      try {
        String alias = HostNames.alias(text);
        if (aliases.contains(alias)) {
          item.problem("'" + alias + "' is given twice", "remove one of them");
        }
        aliases.add(alias);
      } catch (Mistake mistake) {
        item.problem(mistake);
      }
    }
    return aliases;
  }

  private static @Nullable Fixed<IpAddress> address(MapReader map, String field, Family family) {
    Value value = map.get(field);
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    IpAddress address = IpAddress.parse(text);
    if (address == null || address.family() != family) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not an address of this kind",
          family == Family.IPV4 ? "write it as 10.89.0.5" : "write it as fd00:1::5");
      return null;
    }
    return new Fixed<>(address, value);
  }

  private static @Nullable Fixed<String> mac(MapReader map) {
    Value value = map.get("mac");
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    try {
      return new Fixed<>(Addresses.mac(text), value);
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }
}
