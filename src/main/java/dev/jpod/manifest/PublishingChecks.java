package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds published ports that no packet could ever reach. */
final class PublishingChecks {
  private PublishingChecks() {}

  static void check(
      List<PublishedPort> ports, Map<String, Pod> pods, Map<String, NetworkSpec> networks) {
    for (PublishedPort port : ports) {
      Pod pod = pods.get(port.pod());
      if (pod != null) {
        check(port, networksOf(pod, networks));
      }
    }
  }

  /** The networks that can be judged; those of others may be anything. */
  private static void check(PublishedPort port, List<NetworkSpec> networks) {
    boolean reached = networks.isEmpty();
    boolean bridged = networks.isEmpty();
    boolean ipv6 = networks.isEmpty();
    for (NetworkSpec network : networks) {
      boolean bridge = network.external() || !network.driver().equals(NetworkRules.MACVLAN);
      bridged |= bridge;
      reached |= bridge && !network.internal();
      ipv6 |= bridge && (network.ipv6() || network.external());
    }
    if (!bridged) {
      port.value()
          .problem(
              "cannot be published from a macvlan, whose pods have addresses of their own",
              "remove it, or attach the pod to a bridge as well");
    } else if (!reached) {
      port.value()
          .problem(
              "cannot be published, since all networks of the pod are internal",
              "remove it, or attach the pod to one more network");
    } else if (!ipv6 && port.mapping().hostAddress().indexOf(':') >= 0) {
      port.value()
          .problem(
              "leads from an IPv6 address to a pod without one",
              "write ipv6: true for a network of the pod");
    }
  }

  private static List<NetworkSpec> networksOf(Pod pod, Map<String, NetworkSpec> networks) {
    if (pod.network() instanceof NetworkMode.Default) {
      return List.of(networks.getOrDefault(NetworkReader.DEFAULT, NetworkReader.PLAIN));
    }
    List<NetworkSpec> found = new ArrayList<>();
    if (pod.network() instanceof NetworkMode.Attached attached) {
      for (Attachment attachment : attached.attachments()) {
        NetworkSpec network = networks.get(attachment.network());
        if (network == null && attachment.network().equals(NetworkReader.DEFAULT)) {
          network = NetworkReader.PLAIN;
        }
        if (network == null) {
          return List.of();
        }
        found.add(network);
      }
    }
    return found;
  }
}
