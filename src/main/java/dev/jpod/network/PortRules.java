package dev.jpod.network;

import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.PortMapping;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of published ports. Single ports are elements of maps, so that a packet costs one
 * look-up however many ports there are. A long run whose ports have the same numbers in the pod is
 * one rule; the kernel cannot shift numbers, so other runs are elements one by one.
 */
final class PortRules {
  private static final int LONG_RUN = 32;

  private record Words(String protocol, String type, String suffix) {
    static Words of(Family family) {
      return family == Family.IPV4
          ? new Words("ip", "ipv4_addr", "4")
          : new Words("ip6", "ipv6_addr", "6");
    }
  }

  private final Map<Family, StringBuilder> anyAddress = new EnumMap<>(Family.class);
  private final Map<Family, StringBuilder> oneAddress = new EnumMap<>(Family.class);
  private final StringBuilder runs = new StringBuilder();

  PortRules(List<Publication> publications) {
    for (Publication publication : publications) {
      PortMapping ports = publication.ports();
      if (ports.count() >= LONG_RUN && ports.hostPort() == ports.containerPort()) {
        appendRun(publication);
      } else {
        appendElements(publication);
      }
    }
  }

  /** Whether nothing is published. */
  boolean isEmpty() {
    return anyAddress.isEmpty() && oneAddress.isEmpty() && runs.isEmpty();
  }

  /** Writes the maps, and the chain {@code ports} that sends a packet to the pod. */
  void write(StringBuilder text) {
    for (Family family : Family.values()) {
      Words words = Words.of(family);
      writeMap(text, "one" + words.suffix(), words.type() + " . ", words, oneAddress.get(family));
      writeMap(text, "any" + words.suffix(), "", words, anyAddress.get(family));
    }
    text.append("  chain ports {\n");
    for (Family family : Family.values()) {
      Words words = Words.of(family);
      String key = "meta l4proto . th dport map @";
      if (oneAddress.containsKey(family)) {
        String address = words.protocol() + " daddr . ";
        writeLookUp(text, words, address + key + "one" + words.suffix());
      }
      if (anyAddress.containsKey(family)) {
        writeLookUp(text, words, key + "any" + words.suffix());
      }
    }
    text.append(runs).append("  }\n");
  }

  private static void writeMap(
      StringBuilder text,
      String name,
      String address,
      Words words,
      @Nullable StringBuilder elements) {
    if (elements == null) {
      return;
    }
    text.append("  map ").append(name).append(" {\n    type ").append(address);
    text.append("inet_proto . inet_service : ").append(words.type()).append(" . inet_service\n");
    text.append("    elements = {\n").append(elements).append("    }\n  }\n");
  }

  private static void writeLookUp(StringBuilder text, Words words, String look) {
    text.append("    dnat ").append(words.protocol()).append(" to ").append(look).append('\n');
  }

  private void appendElements(Publication publication) {
    PortMapping ports = publication.ports();
    boolean any = publication.hostAddress() == null;
    StringBuilder elements =
        (any ? anyAddress : oneAddress)
            .computeIfAbsent(publication.family(), _ -> new StringBuilder());
    for (int i = 0; i < ports.count(); i++) {
      elements.append("      ");
      if (!any) {
        elements.append(publication.hostAddress()).append(" . ");
      }
      elements.append(publication.protocol()).append(" . ").append(ports.hostPort() + i);
      elements.append(" : ").append(publication.target()).append(" . ");
      elements.append(ports.containerPort() + i).append(",\n");
    }
  }

  private void appendRun(Publication publication) {
    Words words = Words.of(publication.family());
    PortMapping ports = publication.ports();
    runs.append("    ");
    if (publication.hostAddress() == null) {
      runs.append("meta nfproto ipv").append(words.suffix());
    } else {
      runs.append(words.protocol()).append(" daddr ").append(publication.hostAddress());
    }
    runs.append(' ').append(publication.protocol()).append(" dport ").append(ports.hostPort());
    runs.append('-').append(ports.hostPort() + ports.count() - 1).append(" dnat ");
    runs.append(words.protocol()).append(" to ").append(publication.target()).append('\n');
  }
}
