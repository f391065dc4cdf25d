package dev.jpod.cli;

import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.reconcile.PodOrder;
import java.util.List;

/** The state of a pod in one word, by the names that Podman uses. */
final class PodStates {
  private PodStates() {}

  /**
   * The word for a pod with these containers. One that has done what it was there for does not
   * count while others are left.
   */
  static String of(ObservedPod pod, List<ObservedContainer> containers) {
    return switch (pod.status()) {
      case PodStatus.Incomplete _ -> "Incomplete";
      case PodStatus.Removing _ -> "Removing";
      case PodStatus.Down _ -> ofContainers(containers);
      case PodStatus.Up up -> {
        String word = ofContainers(containers);
        yield !up.defects().isEmpty() && word.equals("Running") ? "Degraded" : word;
      }
    };
  }

  private static String ofContainers(List<ObservedContainer> containers) {
    int running = 0;
    int paused = 0;
    int created = 0;
    int ended = 0;
    int completed = 0;
    for (ObservedContainer container : containers) {
      switch (container.status()) {
        case ContainerStatus.Running _, ContainerStatus.Restarting _ -> running++;
        case ContainerStatus.Paused _ -> paused++;
        case ContainerStatus.Created _ -> created++;
        case ContainerStatus.Exited _ when PodOrder.isCompleted(container) -> completed++;
        case ContainerStatus.Exited _,
            ContainerStatus.Lost _,
            ContainerStatus.Incomplete _,
            ContainerStatus.Removing _ ->
            ended++;
      }
    }
    if (running + paused > 0) {
      boolean whole = created + ended == 0;
      return whole && paused == 0 ? "Running" : whole && running == 0 ? "Paused" : "Degraded";
    }
    if (ended + completed == 0) {
      return "Created";
    }
    return created == 0 ? "Exited" : "Stopped";
  }
}
