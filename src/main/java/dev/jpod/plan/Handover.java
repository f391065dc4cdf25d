package dev.jpod.plan;

import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.Endpoints;
import dev.jpod.diff.HostNetworks;
import dev.jpod.diff.HostPorts;
import dev.jpod.diff.PodChange;
import dev.jpod.model.Endpoint;
import dev.jpod.model.NetworkMode.Attached;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.observed.ObservedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What pods of one stack hand over to each other: ports of the host, fixed addresses, room in
 * networks that have none to spare, and the ranges of networks that are replaced.
 */
final class Handover {
  private final List<PodChange.OfWanted> takers = new ArrayList<>();
  private final List<PodChange> holders = new ArrayList<>();
  private final Set<String> goingNetworks;
  private final Set<String> crowdedNetworks;

  Handover(ChangeSet changes) {
    crowdedNetworks = changes.crowdedNetworks();
    goingNetworks = HostNetworks.givingWay(changes.networks());
    for (PodChange change : changes.pods()) {
      if (current(change) != null) {
        holders.add(change);
      }
      if (change instanceof PodChange.OfWanted wanted
          && !(change instanceof PodChange.Keep)
          && wantsWhatOthersMayHold(wanted.desired().pod())) {
        takers.add(wanted);
      }
    }
  }

  /** The pod that a change finds; null when there is none. */
  static @Nullable ObservedPod current(PodChange change) {
    if (change instanceof PodChange.OfCurrent ofCurrent) {
      return ofCurrent.current();
    }
    return change instanceof PodChange.Remove remove ? remove.pod() : null;
  }

  private boolean wantsWhatOthersMayHold(Pod pod) {
    if (!pod.ports().isEmpty()) {
      return true;
    }
    for (Attachment attachment : HostNetworks.attachments(pod)) {
      if (!Endpoints.asked(attachment).isEmpty()
          || crowdedNetworks.contains(attachment.network())) {
        return true;
      }
    }
    return false;
  }

  /** Those that want what another pod of the stack holds. */
  List<PodChange.OfWanted> takers() {
    return takers;
  }

  /** The changes of pods that hold what the taker wants. */
  List<PodChange> givers(PodChange.OfWanted taker) {
    List<PodChange> givers = new ArrayList<>(0);
    for (PodChange holder : holders) {
      ObservedPod pod = current(holder);
      Pod wanted = taker.desired().pod();
      boolean takesRoom =
          pod != null && holder instanceof PodChange.Remove && takesRoom(pod, wanted);
      boolean holds = pod != null && !holder.key().equals(taker.key()) && holds(pod, wanted);
      if (takesRoom || holds) {
        givers.add(holder);
      }
    }
    return givers;
  }

  private boolean isGiver(ObservedPod pod, PodKey key) {
    for (PodChange.OfWanted taker : takers) {
      if (!taker.key().equals(key) && holds(pod, taker.desired().pod())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a pod is in a crowded network that the other one wants to be in. */
  private boolean takesRoom(ObservedPod pod, Pod wanted) {
    for (Attachment attachment : HostNetworks.attachments(wanted)) {
      if (crowdedNetworks.contains(attachment.network())
          && HostNetworks.isIn(pod, attachment.network())) {
        return true;
      }
    }
    return false;
  }

  /** Whether others wait until a pod that is removed is gone. */
  boolean leavesAtOnce(PodChange.Remove change) {
    for (Endpoint endpoint : change.pod().endpoints()) {
      if (crowdedNetworks.contains(endpoint.network())) {
        return true;
      }
    }
    return leavesAtOnce(change.pod());
  }

  /** Whether others wait until the pod is gone. */
  boolean leavesAtOnce(ObservedPod pod) {
    for (Endpoint endpoint : pod.endpoints()) {
      if (goingNetworks.contains(endpoint.network())) {
        return true;
      }
    }
    PodKey owner = pod.owner();
    return owner != null && isGiver(pod, owner);
  }

  /** Whether it wants what another pod holds, while another wants what it holds. */
  boolean isTakerAndGiver(PodChange.OfCurrent change) {
    return isGiver(change.current(), change.key()) && !givers(change).isEmpty();
  }

  /**
   * What is wanted of a pod, short of what other pods of the stack hold and of networks that it is
   * not in yet: those may have to be made first.
   */
  PodInstance withoutWhatOthersHold(PodChange.OfCurrent change) {
    Pod pod = change.desired().pod();
    List<PortMapping> ports = new ArrayList<>(pod.ports());
    List<Attachment> attachments = new ArrayList<>(HostNetworks.attachments(pod));
    attachments.removeIf(each -> !HostNetworks.isIn(change.current(), each.network()));
    for (PodChange giver : givers(change)) {
      ObservedPod holder = current(giver);
      if (holder != null) {
        ports.removeIf(port -> HostPorts.collidesWithAny(port, holder.ports()));
        attachments.removeIf(attachment -> holdsAddress(holder, attachment));
      }
    }
    Pod kept = pod.withPorts(ports);
    return new PodInstance(
        change.key(),
        pod.network() instanceof Attached ? kept.withNetwork(new Attached(attachments)) : kept);
  }

  private static boolean holds(ObservedPod holder, Pod wanted) {
    return HostPorts.collide(wanted.ports(), holder.ports())
        || Endpoints.sharesAny(holder.endpoints(), wanted);
  }

  private static boolean holdsAddress(ObservedPod holder, Attachment wanted) {
    for (Endpoint endpoint : holder.endpoints()) {
      if (!Endpoints.shared(endpoint, wanted).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
