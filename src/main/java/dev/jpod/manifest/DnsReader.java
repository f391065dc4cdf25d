package dev.jpod.manifest;

import dev.jpod.model.IpAddress;
import dev.jpod.model.Pod.Dns;
import java.util.ArrayList;
import java.util.List;

/** A pod's {@code dns}: a list of servers, or {@code {servers, search, options}}. */
final class DnsReader {
  private DnsReader() {}

  static Dns read(MapReader pod) {
    Value value = pod.get("dns");
    if (value == null) {
      return Dns.HOST;
    }
    if (!value.isMap()) {
      return new Dns(servers(value.itemsOrItself()), List.of(), List.of());
    }
    MapReader map = new MapReader(value);
    Dns dns = new Dns(servers(map.items("servers")), words(map, "search"), words(map, "options"));
    map.finish();
    return dns;
  }

  private static List<String> servers(List<Value> items) {
    List<String> servers = new ArrayList<>();
    for (Value item : items) {
      IpAddress address = Addresses.read(item);
      if (address != null) {
        servers.add(address.toString());
      }
    }
    return servers;
  }

  /** Words of a line of resolv.conf, so without spaces. */
  private static List<String> words(MapReader map, String field) {
    List<String> words = new ArrayList<>();
    for (Value item : map.items(field)) {
      String word = item.line();
      if (word != null && (word.isEmpty() || word.indexOf(' ') >= 0 || word.length() > 255)) {
        item.problem("'" + Quote.shortened(word) + "' is not one word", "write one per item");
      } else if (word != null) {
        words.add(word);
      }
    }
    return words;
  }
}
