package dev.jpod.diff;

import dev.jpod.model.Endpoint;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.observed.Listener;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What keeps a pod from getting the ports, addresses and networks that it wants. */
final class PodObstacles {
  private static final String HOST_NETWORK = "host";

  private final Desired desired;
  private final ObservedHost host;
  private final List<ObservedPod> foreign = new ArrayList<>();

  PodObstacles(Desired desired, ObservedHost host) {
    this.desired = desired;
    this.host = host;
    for (ObservedPod pod : host.pods()) {
      PodKey owner = pod.owner();
      if (owner == null || !owner.stack().equals(desired.stack())) {
        foreign.add(pod);
      }
    }
  }

  /** The change, or what stands in its way. */
  PodChange.OfWanted check(PodChange.OfWanted change) {
    if (change instanceof PodChange.Keep) {
      return change;
    }
    PodInstance pod = change.desired();
    PodChange.Blocked obstacle = network(pod);
    if (obstacle == null) {
      obstacle = portOfPod(pod);
    }
    if (obstacle == null && !host.listeners().isEmpty()) {
      obstacle = portOfProcess(change);
    }
    return obstacle == null ? change : obstacle;
  }

  private PodChange.@Nullable Blocked network(PodInstance pod) {
    for (Attachment attachment : HostNetworks.attachments(pod.pod())) {
      String name = attachment.network();
      NetworkSpec spec = desired.networks().get(name);
      if (spec != null && spec.external() && !host.networks().containsKey(name)) {
        return blocked(
            pod,
            attachment,
            "the external network '" + name + "' does not exist",
            "create it with 'jpod network create "
                + name
                + "', or leave out 'external' to let the stack make its own");
      }
      for (ObservedPod other : foreign) {
        String taken = sharedAddress(attachment, other);
        if (taken != null) {
          return blocked(
              pod,
              attachment,
              "the address " + taken + " is held by " + HostNetworks.described(other),
              "choose another address, or leave it out to be given one");
        }
      }
    }
    return null;
  }

  private PodChange.Blocked blocked(
      PodInstance pod, Attachment attachment, String reason, String hint) {
    String name = HostNames.inStackFile(pod.key().stack(), attachment.network());
    return new PodChange.Blocked(pod, PodField.ATTACHMENTS.path() + name, reason, hint);
  }

  private static @Nullable String sharedAddress(Attachment attachment, ObservedPod other) {
    if (attachment.ipv4() == null && attachment.ipv6() == null) {
      return null;
    }
    for (Endpoint endpoint : other.endpoints()) {
      if (endpoint.network().equals(attachment.network())) {
        for (String address : endpoint.addresses()) {
          if (address.equals(attachment.ipv4()) || address.equals(attachment.ipv6())) {
            return address;
          }
        }
      }
    }
    return null;
  }

  private PodChange.@Nullable Blocked portOfPod(PodInstance pod) {
    for (PortMapping port : pod.pod().ports()) {
      for (ObservedPod other : foreign) {
        if (HostPorts.collidesWithAny(port, other.ports())) {
          return blocked(
              pod, described(port) + " is published by " + HostNetworks.described(other));
        }
      }
    }
    return null;
  }

  private PodChange.@Nullable Blocked portOfProcess(PodChange.OfWanted change) {
    if (freesPortsOfHostNetwork()) {
      return null;
    }
    for (PortMapping port : newPorts(change)) {
      for (Listener listener : host.listeners()) {
        if (HostPorts.covers(port, listener.address(), listener.port(), listener.protocol())) {
          return blocked(change.desired(), described(port) + " is in use by " + listener.holder());
        }
      }
    }
    return null;
  }

  private static PodChange.Blocked blocked(PodInstance pod, String reason) {
    return new PodChange.Blocked(
        pod, "ports", reason, "choose another port of the host, or free that one first");
  }

  private static String described(PortMapping port) {
    String number =
        port.count() == 1
            ? " " + port.hostPort()
            : "s " + port.hostPort() + "-" + (port.hostPort() + port.count() - 1);
    return "port"
        + number
        + "/"
        + port.protocol().name().toLowerCase(Locale.ROOT)
        + (port.hostAddress().isEmpty() ? "" : " of " + port.hostAddress())
        + " of the host";
  }

  /** A pod of this stack in the host's network may be who listens, and is about to go. */
  private boolean freesPortsOfHostNetwork() {
    for (ObservedPod pod : host.pods()) {
      PodKey owner = pod.owner();
      if (owner != null
          && owner.stack().equals(desired.stack())
          && HOST_NETWORK.equals(pod.applied().get(PodField.NETWORK.path()))
          && !staysInHostNetwork(owner)) {
        return true;
      }
    }
    return false;
  }

  private boolean staysInHostNetwork(PodKey key) {
    for (PodInstance pod : desired.pods()) {
      if (pod.key().equals(key)) {
        return HOST_NETWORK.equals(Canonical.of(pod.pod().network()));
      }
    }
    return false;
  }

  /** The ports of the host that no pod publishes yet and that the changes would publish. */
  static Set<Integer> newPorts(List<PodChange> changes) {
    Set<Integer> numbers = new TreeSet<>();
    for (PodChange change : changes) {
      if (change instanceof PodChange.OfWanted wanted && !(change instanceof PodChange.Keep)) {
        for (PortMapping port : newPorts(wanted)) {
          for (int i = 0; i < port.count() && port.hostPort() > 0; i++) {
            numbers.add(port.hostPort() + i);
          }
        }
      }
    }
    return numbers;
  }

  private static List<PortMapping> newPorts(PodChange.OfWanted change) {
    List<PortMapping> wanted = change.desired().pod().ports();
    if (!(change instanceof PodChange.OfCurrent ofCurrent) || wanted.isEmpty()) {
      return wanted;
    }
    List<PortMapping> added = new ArrayList<>();
    for (PortMapping port : wanted) {
      if (!HostPorts.isAmong(port, ofCurrent.current().ports())) {
        added.add(port);
      }
    }
    return added;
  }
}
