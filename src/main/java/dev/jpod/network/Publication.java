package dev.jpod.network;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of ports of the host that leads to one address of a pod.
 *
 * @param hostAddress null for every address of the host
 * @param target in the same family
 */
record Publication(
    @Nullable IpAddress hostAddress, IpAddress target, String protocol, PortMapping ports) {

  /**
   * What a pod publishes. A port of every address of the host leads to the pod by each family that
   * the pod has an address of.
   */
  static List<Publication> of(PodLinks pod, Map<String, HostedNetwork> networks) {
    List<Publication> found = new ArrayList<>();
    for (PortMapping ports : pod.ports()) {
      IpAddress host = ports.hostAddress().isEmpty() ? null : IpAddress.of(ports.hostAddress());
      for (Family family : Family.values()) {
        IpAddress target =
            host == null || host.family() == family ? target(pod, networks, family) : null;
        if (target != null) {
          boolean any = host == null || isAny(host);
          found.add(new Publication(any ? null : host, target, word(ports.protocol()), ports));
        }
      }
    }
    return found;
  }

  Family family() {
    return target.family();
  }

  /**
   * The address of a pod that its ports lead to: in its first network that reaches beyond itself,
   * else in its first bridge.
   */
  static @Nullable IpAddress target(
      PodLinks pod, Map<String, HostedNetwork> networks, Family family) {
    IpAddress inside = null;
    for (Endpoint endpoint : pod.endpoints()) {
      HostedNetwork network = networks.get(endpoint.network());
      IpAddress address = addressOf(endpoint, family);
      if (network == null || !network.isBridge() || address == null) {
        continue;
      }
      if (!network.asked().internal()) {
        return address;
      }
      inside = inside == null ? address : inside;
    }
    return inside;
  }

  static @Nullable IpAddress addressOf(Endpoint endpoint, Family family) {
    for (String text : endpoint.addresses()) {
      IpAddress address = IpAddress.of(text);
      if (address.family() == family) {
        return address;
      }
    }
    return null;
  }

  private static boolean isAny(IpAddress address) {
    String text = address.toString();
    return text.equals("0.0.0.0") || text.equals("::");
  }

  private static String word(PortMapping.Protocol protocol) {
    return switch (protocol) {
      case TCP -> "tcp";
      case UDP -> "udp";
      case SCTP -> "sctp";
    };
  }
}
