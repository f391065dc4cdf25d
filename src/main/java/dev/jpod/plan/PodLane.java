package dev.jpod.plan;

import dev.jpod.diff.PodChange;
import dev.jpod.plan.Lane.Departure;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one wanted pod that others wait for, or that wait for others.
 *
 * @param removal the step that removes the pod which is replaced; null when there is none
 * @param release the step after which it holds nothing that it is not to hold; null when it keeps
 *     all
 * @param claim the step that takes what the pod did not have; null when there is none
 * @param ready the step after which containers can start in it; null when they can already
 * @param target the pod that stands for the replica once the plan is done
 * @param takeOver the step by which it takes over from the pod beside it; null when there is none
 * @param drained the step after which the pod from before may stop; null when none stands beside it
 * @param departure when its containers may stop
 */
record PodLane(
    PodChange.OfWanted change,
    @Nullable String removal,
    @Nullable String release,
    @Nullable String claim,
    @Nullable String ready,
    Action.Target target,
    @Nullable String takeOver,
    @Nullable String drained,
    Departure departure) {
  /** One that takes over from nobody. */
  PodLane(
      PodChange.OfWanted change,
      @Nullable String removal,
      @Nullable String release,
      @Nullable String claim,
      @Nullable String ready,
      Action.Target target,
      Departure departure) {
    this(change, removal, release, claim, ready, target, null, null, departure);
  }

  /** Whether a pod is the one that this one takes over from. */
  boolean isBeside(@Nullable String podId) {
    return takeOver != null
        && change instanceof PodChange.Replace replace
        && replace.current().id().equals(podId);
  }

  /** Whether a container that was made in the pod of an id stays in its pod. */
  boolean keeps(String podId) {
    return target instanceof Action.Target.Existing existing && existing.id().equals(podId);
  }

  /** Whether its containers have to have ended before it is ready. */
  boolean endsContainers() {
    return change instanceof PodChange.Raise raise && raise.current().status().losesContainers();
  }
}
