package dev.jpod.diff;

import dev.jpod.model.Endpoint;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.Pod;
import java.util.ArrayList;
import java.util.List;

/** What a pod has in a network, compared with what pods ask for. */
public final class Endpoints {
  private Endpoints() {}

  /** What only one pod of a network can have. */
  public enum Unique {
    IPV4,
    IPV6,
    MAC
  }

  /** What of an endpoint is asked for by an attachment to the same network. */
  public static List<Unique> shared(Endpoint endpoint, Attachment asked) {
    List<Unique> shared = new ArrayList<>(0);
    if (endpoint.network().equals(asked.network())) {
      String mac = asked.mac();
      if (asked.ipv4() != null && endpoint.addresses().contains(asked.ipv4())) {
        shared.add(Unique.IPV4);
      }
      if (asked.ipv6() != null && endpoint.addresses().contains(asked.ipv6())) {
        shared.add(Unique.IPV6);
      }
      if (mac != null && mac.equalsIgnoreCase(endpoint.mac())) {
        shared.add(Unique.MAC);
      }
    }
    return shared;
  }

  /** Everything that an attachment asks for. */
  public static List<Unique> asked(Attachment attachment) {
    List<Unique> asked = new ArrayList<>(0);
    if (attachment.ipv4() != null) {
      asked.add(Unique.IPV4);
    }
    if (attachment.ipv6() != null) {
      asked.add(Unique.IPV6);
    }
    if (attachment.mac() != null) {
      asked.add(Unique.MAC);
    }
    return asked;
  }

  /** Whether a pod asks for an address of its choice in any network. */
  static boolean choosesAny(Pod pod) {
    for (Attachment attachment : HostNetworks.attachments(pod)) {
      if (!asked(attachment).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a pod asks for anything that endpoints have. */
  public static boolean sharesAny(List<Endpoint> endpoints, Pod asking) {
    for (Attachment attachment : HostNetworks.attachments(asking)) {
      for (Endpoint endpoint : endpoints) {
        if (!shared(endpoint, attachment).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a pod has in networks and does not give up by the change that is made to it. */
  static List<Endpoint> kept(PodChange.OfCurrent change) {
    return switch (change) {
      case PodChange.Replace _ -> List.of();
      case PodChange.Keep keep -> keep.current().endpoints();
      case PodChange.Update _, PodChange.Raise _ -> {
        List<Endpoint> kept = new ArrayList<>();
        for (Endpoint endpoint : change.current().endpoints()) {
          Attachment attachment =
              HostNetworks.attachment(change.desired().pod(), endpoint.network());
          if (attachment != null && shared(endpoint, attachment).equals(asked(attachment))) {
            kept.add(endpoint);
          }
        }
        yield kept;
      }
    };
  }
}
