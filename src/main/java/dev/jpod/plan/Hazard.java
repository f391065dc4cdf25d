package dev.jpod.plan;

import dev.jpod.model.InstanceKey;

/** Something that a plan would destroy and that no later apply brings back. */
public sealed interface Hazard {
  /**
   * A volume goes with its data.
   *
   * @param name its name on the host
   */
  record VolumeLoss(String name) implements Hazard {}

  /**
   * A volume without a name goes with its container.
   *
   * @param target the path in the container at which it was mounted
   */
  record AnonymousVolumeLoss(InstanceKey key, String target) implements Hazard {}
}
