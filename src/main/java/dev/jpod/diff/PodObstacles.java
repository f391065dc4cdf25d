package dev.jpod.diff;

import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.observed.Listener;
import dev.jpod.observed.MissingProgram;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What keeps a pod from getting the ports, addresses, networks and programs that it takes. */
final class PodObstacles {
  private static final String HOST_NETWORK = "host";

  private final Desired desired;
  private final ObservedHost host;
  private final AttachmentObstacles attachments;
  private final AddressDemand addresses;
  private final List<ObservedPod> foreign = new ArrayList<>();

  PodObstacles(
      Desired desired, ObservedHost host, List<PodChange> changes, AddressDemand addresses) {
    this.desired = desired;
    this.host = host;
    this.attachments = new AttachmentObstacles(desired, host, changes);
    this.addresses = addresses;
    for (ObservedPod pod : host.pods()) {
      PodKey owner = pod.owner();
      if (owner == null || !owner.stack().equals(desired.stack())) {
        foreign.add(pod);
      }
    }
  }

  /** The change, or what stands in its way. */
  PodChange check(PodChange change) {
    PodChange.Blocked obstacle = change instanceof PodChange.OfWanted wanted ? find(wanted) : null;
    return obstacle == null ? change : obstacle;
  }

  private PodChange.@Nullable Blocked find(PodChange.OfWanted change) {
    PodInstance pod = change.desired();
    PodChange.Blocked obstacle = null;
    if (!(change instanceof PodChange.Keep)) {
      obstacle = attachments.find(pod);
      obstacle = obstacle == null ? addresses.find(pod) : obstacle;
      obstacle = obstacle == null ? portOfPod(pod) : obstacle;
      obstacle = obstacle == null ? portOfProcess(change) : obstacle;
    }
    return obstacle == null ? program(pod) : obstacle;
  }

  private PodChange.@Nullable Blocked program(PodInstance pod) {
    MissingProgram missing = host.answers().missingPrograms().get(pod.key());
    return missing == null
        ? null
        : new PodChange.Blocked(pod, missing.field(), missing.reason(), missing.hint());
  }

  private PodChange.@Nullable Blocked portOfPod(PodInstance pod) {
    for (PortMapping port : pod.pod().ports()) {
      for (ObservedPod other : foreign) {
        if (HostPorts.collidesWithAny(port, other.ports())) {
          return blocked(
              pod, port, described(port) + " is published by " + HostNetworks.described(other));
        }
      }
    }
    return null;
  }

  private PodChange.@Nullable Blocked portOfProcess(PodChange.OfWanted change) {
    if (host.answers().listeners().isEmpty() || freesPortsOfHostNetwork()) {
      return null;
    }
    for (PortMapping port : newPorts(change)) {
      for (Listener listener : host.answers().listeners()) {
        if (HostPorts.covers(port, listener.address(), listener.port(), listener.protocol())) {
          return blocked(
              change.desired(), port, described(port) + " is in use by " + listener.holder());
        }
      }
    }
    return null;
  }

  private static PodChange.Blocked blocked(PodInstance pod, PortMapping port, String reason) {
    String path = "ports[" + pod.pod().ports().indexOf(port) + "]";
    return new PodChange.Blocked(
        pod, path, reason, "choose another port of the host, or free that one first");
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
