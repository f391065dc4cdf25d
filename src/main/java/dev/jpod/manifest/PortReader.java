package dev.jpod.manifest;

import dev.jpod.model.IpAddress;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod's {@code ports}: {@code [[hostIP:]hostPort:]containerPort[/protocol]}, where a port may be
 * a range, or {@code {containerPort, hostPort, hostIP, protocol}}.
 */
final class PortReader {
  private PortReader() {}

  static List<PortMapping> read(MapReader pod, String name, int replicas, StackDraft draft) {
    List<PortMapping> ports = new ArrayList<>();
    for (Value item : pod.items("ports")) {
      item.document().reading().stands(item.path(), item.place());
      PortMapping port = item.isMap() ? longForm(item) : shortForm(item);
      if (port != null) {
        ports.add(port);
        draft.publishes(new PublishedPort(name, replicas, port, item));
      }
    }
    return ports;
  }

  private static @Nullable PortMapping shortForm(Value item) {
    String text = item.line();
    if (text == null) {
      return null;
    }
    try {
      return parse(text);
    } catch (Mistake mistake) {
      item.problem(mistake);
      return null;
    }
  }

  static PortMapping parse(String text) throws Mistake {
    int slash = text.indexOf('/');
    Protocol protocol = slash < 0 ? Protocol.TCP : protocol(text.substring(slash + 1));
    String rest = slash < 0 ? text : text.substring(0, slash);
    int last = rest.lastIndexOf(':');
    String containerPorts = rest.substring(last + 1);
    if (last < 0) {
      return mapping("", "", containerPorts, protocol);
    }
    String host = rest.substring(0, last);
    int split = host.lastIndexOf(':');
    String address = split < 0 ? "" : host.substring(0, split);
    return mapping(bare(address), host.substring(split + 1), containerPorts, protocol);
  }

  private static @Nullable PortMapping longForm(Value item) {
    MapReader map = new MapReader(item);
    Value containerPort = map.require("containerPort", "name a port of the pod");
    String container = containerPort == null ? null : containerPort.line();
    String host = map.line("hostPort");
    String address = map.line("hostIP");
    String protocol = map.line("protocol");
    map.finish();
    if (container == null) {
      return null;
    }
    try {
      return mapping(
          address == null ? "" : address,
          host == null ? "" : host,
          container,
          protocol == null ? Protocol.TCP : protocol(protocol));
    } catch (Mistake mistake) {
      item.problem(mistake);
      return null;
    }
  }

  private static PortMapping mapping(
      String address, String hostPorts, String containerPorts, Protocol protocol) throws Mistake {
    String hostAddress = address.isEmpty() ? "" : canonical(address);
    PortRange container = PortRange.parse(containerPorts);
    if (hostPorts.isEmpty()) {
      return new PortMapping(hostAddress, 0, container.first(), container.count(), protocol);
    }
    PortRange host = PortRange.parse(hostPorts);
    if (host.count() != container.count()) {
      throw new Mistake(
          "the ranges " + hostPorts + " and " + containerPorts + " differ in length",
          "give both the same number of ports");
    }
    return new PortMapping(hostAddress, host.first(), container.first(), host.count(), protocol);
  }

  private static String canonical(String text) throws Mistake {
    IpAddress address = IpAddress.parse(text);
    if (address == null) {
      throw new Mistake(
          "'" + Quote.shortened(text) + "' is not an IP address",
          "write 127.0.0.1:8080:80 or [::1]:8080:80");
    }
    return address.toString();
  }

  private static Protocol protocol(String text) throws Mistake {
    return switch (text) {
      case "tcp", "TCP" -> Protocol.TCP;
      case "udp", "UDP" -> Protocol.UDP;
      case "sctp", "SCTP" -> Protocol.SCTP;
      default ->
          throw new Mistake(
              "'" + Quote.shortened(text) + "' is not a protocol", "write tcp, udp or sctp");
    };
  }

  private static String bare(String address) {
    return address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  /** A run of ports, such as {@code 80} or {@code 8000-8010}. */
  private record PortRange(int first, int count) {
    private static final int LAST_PORT = 65535;

    static PortRange parse(String text) throws Mistake {
      int hyphen = text.indexOf('-');
      int first = Numbers.parse(hyphen < 0 ? text : text.substring(0, hyphen), LAST_PORT);
      int last = hyphen < 0 ? first : Numbers.parse(text.substring(hyphen + 1), LAST_PORT);
      if (first < 1 || last < first) {
        throw new Mistake(
            "'" + Quote.shortened(text) + "' is not a port or a range of ports",
            "ports go from 1 to 65535; write 8080:80 or 8000-8010:8000-8010");
      }
      return new PortRange(first, last - first + 1);
    }
  }
}
