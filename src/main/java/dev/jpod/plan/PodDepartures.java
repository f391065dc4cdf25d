package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.PodChange;
import dev.jpod.observed.ObservedPod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes pods down after their containers, and lets everybody wait who needs what they held: other
 * pods their ports and addresses, networks that are removed their absence.
 */
final class PodDepartures {
  private final StepGraph graph;
  private final ChangeSet changes;
  private final PodLanes pods;
  private final Lanes lanes;
  private final Map<String, String> removals = new HashMap<>();
  private final Set<String> early = new HashSet<>();

  PodDepartures(StepGraph graph, ChangeSet changes, Handover handover, PodLanes pods, Lanes lanes) {
    this.graph = graph;
    this.changes = changes;
    this.pods = pods;
    this.lanes = lanes;
    for (PodChange change : changes.pods()) {
      if (change instanceof PodChange.Remove remove) {
        ObservedPod pod = remove.pod();
        removals.put(pod.id(), pods.remove(remove.key(), pod, remove));
        if (pods.find(remove.key()) != null || handover.leavesAtOnce(remove)) {
          early.add(pod.id());
        }
      } else if (change instanceof PodChange.Replace replace && !replace.choice().startsFirst()) {
        early.add(replace.current().id());
      } else if (change instanceof PodChange.Raise raise
          && raise.current().status().losesContainers()) {
        early.add(raise.current().id());
      }
    }
  }

  /** Whether a pod goes that nobody needs to be gone. */
  boolean hasLate() {
    return !early.containsAll(removals.keySet());
  }

  /** Lets a pod that is raised anew wait until a container of it is gone. */
  void orderRemoval(Change.Remove change, String removed) {
    PodLane pod = pods.find(change.key().podKey());
    String podId = change.container().pod();
    if (pod != null && podId != null && pod.endsContainers() && pod.keeps(podId)) {
      graph.order(removed, pod.ready());
    }
  }

  /** Whether a container is in a pod that goes, or is raised anew, before the new ones start. */
  boolean isEarly(@Nullable String podId) {
    return podId != null && early.contains(podId);
  }

  /**
   * Adds the edges, once the steps of all containers are there.
   *
   * @param atLast the step that pods wait for which nobody needs to be gone, or null
   */
  void order(Handover handover, NetworkSteps networks, @Nullable String atLast) {
    for (PodChange change : changes.pods()) {
      ObservedPod current = Handover.current(change);
      if (current == null) {
        continue;
      }
      String left = leaving(change);
      networks.leave(current, left);
      if (change instanceof PodChange.Remove || change instanceof PodChange.Replace) {
        for (String removal : lanes.removalsIn(current.id())) {
          graph.order(removal, left);
        }
      }
      if (change instanceof PodChange.Remove) {
        PodLane heir = pods.find(change.key());
        if (heir != null) {
          graph.order(left, heir.claim());
        }
        if (!early.contains(current.id()) && lanes.removalsIn(current.id()).isEmpty()) {
          graph.order(atLast, left);
        }
      }
    }
    for (PodChange.OfWanted taker : handover.takers()) {
      for (PodChange giver : handover.givers(taker)) {
        graph.order(leaving(giver), pods.of(taker.key()).claim());
      }
    }
  }

  /** The step after which the pod holds nothing that it is not to hold. */
  private @Nullable String leaving(PodChange change) {
    return change instanceof PodChange.Remove remove
        ? removals.get(remove.pod().id())
        : pods.of(change.key()).release();
  }
}
