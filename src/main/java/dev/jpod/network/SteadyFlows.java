package dev.jpod.network;

import dev.jpod.model.PortMapping;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps senders of UDP from sending to a pod that is not behind their port any more. The kernel
 * remembers of each sender where its first packet went, and does so for as long as it sends. It
 * does so for every zone apart: here each published port has a zone whose number comes from where
 * the port leads, so that with another target nothing is remembered.
 */
final class SteadyFlows {
  private static final int PORTS = 65536;
  private static final int LARGEST_ZONE = 65535;

  /** What fits when an ICMP error is about a packet of UDP, without options, from a port below. */
  private static final String ABOUT_IPV4 =
      "icmp type { destination-unreachable, time-exceeded } @th,64,8 0x45 @th,136,8 17 ";

  private static final String ABOUT_IPV6 =
      "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded } @th,112,8 17 ";

  private final List<String> elements;

  SteadyFlows(List<Publication> publications) {
    this.elements = elements(publications);
  }

  /** Whether no port of UDP is published. */
  boolean isEmpty() {
    return elements.isEmpty();
  }

  /** Writes the map of ports and zones. */
  void writeMap(StringBuilder text) {
    text.append("  map flows {\n    typeof udp dport : ct zone\n    flags interval\n");
    text.append("    elements = {\n");
    for (String element : elements) {
      text.append("      ").append(element).append(",\n");
    }
    text.append("    }\n  }\n");
  }

  /** The rule for packets to published ports, before the kernel looks up what it remembers. */
  static String packets() {
    return "meta l4proto udp fib daddr type local ct original zone set udp dport map @flows";
  }

  /** The rules by which errors find the way to the pod whose answer they are about. */
  List<String> errors() {
    String map = " map { " + String.join(", ", elements) + " }";
    return List.of(
        ABOUT_IPV4 + "ct original zone set @th,224,16" + map,
        ABOUT_IPV6 + "ct original zone set @th,384,16" + map);
  }

  private static List<String> elements(List<Publication> publications) {
    int[] targets = targets(publications);
    List<String> elements = new ArrayList<>();
    for (int start = 0; start < targets.length; ) {
      int end = start + 1;
      while (end < targets.length && targets[end] == targets[start]) {
        end++;
      }
      if (targets[start] != 0) {
        String ports = end - start == 1 ? Integer.toString(start) : start + "-" + (end - 1);
        elements.add(ports + " : " + targets[start]);
      }
      start = end;
    }
    return elements;
  }

  /** A zone for each port, 0 for those that are not published. */
  private static int[] targets(List<Publication> publications) {
    int[] targets = {};
    for (Publication publication : publications) {
      if (publication.ports().protocol() == PortMapping.Protocol.UDP) {
        targets = targets.length == 0 ? new int[PORTS] : targets;
        PortMapping ports = publication.ports();
        int shift = ports.containerPort() - ports.hostPort();
        int way = (publication.hostAddress() + " " + publication.target() + " " + shift).hashCode();
        for (int port = ports.hostPort(); port < ports.hostPort() + ports.count(); port++) {
          targets[port] = 1 + Math.floorMod(31 * targets[port] + way, LARGEST_ZONE);
        }
      }
    }
    return targets;
  }
}
