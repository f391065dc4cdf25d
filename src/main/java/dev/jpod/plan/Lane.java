package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one wanted instance that others wait for, or that wait for others.
 *
 * @param first the first step of all; null when there is none
 * @param disruption the first step after which the instance is not as it was; null when nothing
 *     stops or starts
 * @param stop the step that ends its process; null when none does before the new one starts
 * @param ready the step after which the instance runs; null when it runs already or has completed
 * @param healthy the step after which it is known to be healthy; null when nobody waits for that
 * @param rewritten the last step that changes it while it runs; null when there is none
 * @param target the container that stands for the instance once the plan is done
 * @param departure when it may stop
 */
record Lane(
    Change.OfWanted change,
    @Nullable String first,
    @Nullable String disruption,
    @Nullable String stop,
    @Nullable String ready,
    @Nullable String healthy,
    @Nullable String rewritten,
    Action.Target target,
    Departure departure) {
  /** When a container that is replaced or started again may stop. */
  enum Departure {
    /** When everything that it depends on is there for its return. */
    IN_TURN,
    /** With the others of its pod, when the pods that its pod depends on are there. */
    WITH_POD,
    /** At once: others wait for what its pod holds. */
    AT_ONCE
  }

  InstanceKey key() {
    return change.key();
  }

  Instance desired() {
    return change.desired();
  }

  /** The step that waits for the pods on which this one's depends. */
  @Nullable String afterPods() {
    return departure == Departure.AT_ONCE ? ready : disruption;
  }

  /** The step that waits for other containers of the same pod. */
  @Nullable String afterSiblings() {
    return departure == Departure.IN_TURN ? disruption : ready;
  }

  /** The step after which it is as good as it is going to be. */
  @Nullable String settled() {
    return healthy == null ? ready : healthy;
  }

  /** Whether it runs to its end before the main containers of its pod start. */
  boolean isInit() {
    return desired().container().role() == Role.INIT;
  }

  /** Whether it has run to its end and is not run again. */
  boolean isCompleted() {
    return ready == null
        && change instanceof Change.OfCurrent with
        && with.current().status() instanceof ContainerStatus.Exited;
  }

  /** Whether a running replica goes down for a while, and could choose when. */
  boolean isInterruption() {
    return departure != Departure.AT_ONCE
        && (change instanceof Change.Replace || change instanceof Change.Restart);
  }
}
