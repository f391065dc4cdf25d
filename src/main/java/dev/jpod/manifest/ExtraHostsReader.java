package dev.jpod.manifest;

import dev.jpod.model.IpAddress;
import dev.jpod.model.Pod;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pod's {@code extraHosts}: a map of host names and addresses, or a list of {@code NAME:IP}. The
 * word {@code host-gateway} stands for the host's address as the pod sees it.
 */
final class ExtraHostsReader {
  private ExtraHostsReader() {}

  static Map<String, String> read(MapReader pod) {
    Value value = pod.get("extraHosts");
    if (value == null) {
      return Map.of();
    }
    Map<String, String> hosts = new LinkedHashMap<>();
    if (!value.isList()) {
      for (MapEntry entry : value.entries()) {
        String address = entry.value().line();
        if (address != null) {
          add(entry.key(), address, entry.value(), value.path(), hosts);
        }
      }
      return hosts;
    }
    for (Value item : value.items()) {
      String pair = item.line();
      if (pair == null) {
        continue;
      }
      int equals = pair.indexOf('=');
      int end = equals < 0 ? pair.indexOf(':') : equals;
      if (end < 0) {
        item.problem("'" + Quote.shortened(pair) + "' has no address", "write NAME:ADDRESS");
      } else {
        add(pair.substring(0, end), pair.substring(end + 1), item, value.path(), hosts);
      }
    }
    return hosts;
  }

  private static void add(
      String host, String address, Value value, String path, Map<String, String> hosts) {
    if (!HostNames.isHostName(host)) {
      value.problem("'" + Quote.shortened(host) + "' is not a host name", "");
    }
    if (hosts.put(host, canonical(address, value)) != null) {
      value.problem("'" + Quote.shortened(host) + "' is given twice", "remove one of them");
    }
    value.document().reading().stands(path + "." + host, value.place());
  }

  private static String canonical(String text, Value value) {
    if (text.equals(Pod.HOST_GATEWAY)) {
      return text;
    }
    boolean inBrackets = text.startsWith("[") && text.endsWith("]");
    IpAddress address = IpAddress.parse(inBrackets ? text.substring(1, text.length() - 1) : text);
    if (address == null) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not an IP address",
          "write it as 10.0.0.1 or fd00::1, or " + Pod.HOST_GATEWAY + " for the host's");
      return text;
    }
    return address.toString();
  }
}
