package dev.jpod.diff;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ForeignName;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is in which network. */
public final class HostNetworks {
  private HostNetworks() {}

  /** The attachments of a pod with a network of its own; none for any other. */
  public static List<Attachment> attachments(Pod pod) {
    return pod.network() instanceof NetworkMode.Attached attached
        ? attached.attachments()
        : List.of();
  }

  /** Whether a pod that is there has a place in a network. */
  public static boolean isIn(ObservedPod pod, String network) {
    for (Endpoint endpoint : pod.endpoints()) {
      if (endpoint.network().equals(network)) {
        return true;
      }
    }
    return false;
  }

  /** The first pod that is to be in a network; null when there is none. */
  static @Nullable PodKey firstIn(String network, Desired desired) {
    for (PodInstance pod : desired.pods()) {
      if (attachment(pod.pod(), network) != null) {
        return pod.key();
      }
    }
    return null;
  }

  /** What a pod asks of a network; null when it does not ask for it. */
  static @Nullable Attachment attachment(Pod pod, String network) {
    for (Attachment attachment : attachments(pod)) {
      if (attachment.network().equals(network)) {
        return attachment;
      }
    }
    return null;
  }

  /** Those of the given networks that a pod is in. */
  static List<String> among(ObservedPod pod, Set<String> networks) {
    List<String> among = new ArrayList<>(0);
    if (!networks.isEmpty()) {
      for (Endpoint endpoint : pod.endpoints()) {
        if (networks.contains(endpoint.network())) {
          among.add(endpoint.network());
        }
      }
    }
    return among;
  }

  /**
   * The networks, by their names on the host, that have to be gone before one can be made: a
   * network that is replaced, and one that is removed while another asks for its range.
   */
  public static Set<String> givingWay(List<NetworkChange> changes) {
    Set<String> going = new HashSet<>();
    for (NetworkChange change : changes) {
      if (change instanceof NetworkChange.Replace) {
        going.add(change.network());
      } else if (change instanceof NetworkChange.Remove remove) {
        for (NetworkChange other : changes) {
          if (waitsFor(other, remove.current())) {
            going.add(change.network());
          }
        }
      }
    }
    return going;
  }

  /** Whether what a change makes needs the range of a network that goes. */
  public static boolean waitsFor(NetworkChange change, ObservedNetwork going) {
    NetworkSpec spec = change.made();
    if (spec == null) {
      return false;
    }
    for (Subnet asked : spec.subnets()) {
      if (overlap(asked, going.subnets())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a network that is made gets a range of a family without asking for a certain one. */
  public static boolean isGivenRange(NetworkSpec spec, Family family) {
    if (!spec.driver().equals("bridge")) {
      return false;
    }
    return switch (family) {
      case IPV4 -> spec.subnets().isEmpty();
      case IPV6 -> spec.ipv6() && !hasRange(spec.subnets(), Family.IPV6);
    };
  }

  private static boolean hasRange(List<Subnet> subnets, Family family) {
    for (Subnet subnet : subnets) {
      if (IpRange.of(subnet.cidr()).family() == family) {
        return true;
      }
    }
    return false;
  }

  static boolean overlap(Subnet asked, List<Subnet> others) {
    IpRange range = IpRange.parse(asked.cidr());
    for (Subnet other : others) {
      IpRange taken = IpRange.parse(other.cidr());
      if (range != null && taken != null && range.overlaps(taken)) {
        return true;
      }
    }
    return false;
  }

  /** The gateway of a range. */
  static IpAddress gateway(Subnet subnet) {
    String gateway = subnet.gateway();
    return gateway == null ? IpRange.of(subnet.cidr()).defaultGateway() : IpAddress.of(gateway);
  }

  /** A pod in the network that is not of the stack; null when there is none. */
  static @Nullable ObservedPod guest(ObservedHost host, String network, String stack) {
    for (ObservedPod pod : host.pods()) {
      PodKey owner = pod.owner();
      if ((owner == null || !owner.stack().equals(stack)) && isIn(pod, network)) {
        return pod;
      }
    }
    return null;
  }

  /** {@code pod 'web[0]' of stack 'shop'}, or that no stack owns it. */
  static String described(ObservedPod pod) {
    return ForeignName.pod(pod.name(), pod.owner());
  }
}
