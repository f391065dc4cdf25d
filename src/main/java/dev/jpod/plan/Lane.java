package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one wanted instance that others wait for, or that wait for others.
 *
 * @param first the first step of all; null when there is none
 * @param disruption the first step after which the instance is not as it was: it waits for what the
 *     instance depends on; null when nothing stops or starts
 * @param ready the step after which the instance runs; null when it runs already or has completed
 * @param target the container that stands for the instance once the plan is done
 */
record Lane(
    Change.OfWanted change,
    @Nullable String first,
    @Nullable String disruption,
    @Nullable String ready,
    Action.Target target) {
  InstanceKey key() {
    return change.key();
  }

  Instance desired() {
    return change.desired();
  }

  /** Whether it has run to its end and is not run again. */
  boolean isCompleted() {
    return ready == null
        && change instanceof Change.OfCurrent with
        && with.current().status() instanceof ContainerStatus.Exited;
  }

  /** Whether a running replica goes down for a while. */
  boolean isInterruption() {
    return change instanceof Change.Replace || change instanceof Change.Restart;
  }
}
