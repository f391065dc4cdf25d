package dev.jpod.plan;

import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.VolumeSpec;
import java.util.Optional;
import java.util.SortedMap;

/** One thing that the executor does, all of whose decisions have been made. */
public sealed interface Action {
  /** An action on a container of an instance: what its failure is a failure of. */
  sealed interface OnContainer extends Action {
    /** The instance. */
    InstanceKey key();
  }

  /**
   * Makes an empty volume.
   *
   * @param name its name on the host
   */
  record CreateVolume(String name, VolumeSpec spec) implements Action {}

  /**
   * Gives a volume other labels; its data stays as it is.
   *
   * @param name its name on the host
   */
  record RelabelVolume(String name, VolumeSpec spec) implements Action {}

  /**
   * Removes a volume with its data.
   *
   * @param name its name on the host
   */
  record RemoveVolume(String name) implements Action {}

  /**
   * Makes a container up to, but without, its start.
   *
   * @param applied the fields that are applied once this is done
   */
  record CreateContainer(Instance instance, int generation, SortedMap<String, String> applied)
      implements OnContainer {
    @Override
    public InstanceKey key() {
      return instance.key();
    }
  }

  /**
   * Starts a container. Should that fail, {@code fallback} is started again if it is there.
   *
   * @param fallback the id of the container that ran before
   */
  record StartContainer(InstanceKey key, Target target, Optional<String> fallback)
      implements OnContainer {}

  /** Stops a container by its own signal and timeout, also a paused one or one in back-off. */
  record StopContainer(InstanceKey key, String id) implements OnContainer {}

  /** Removes a container in whatever state it is, with its anonymous volumes. */
  record RemoveContainer(InstanceKey key, String id) implements OnContainer {}

  /**
   * Gives a container the full set of wanted limits, live when it runs.
   *
   * @param applied the fields that are applied once this is done
   */
  record UpdateResources(Instance instance, String id, SortedMap<String, String> applied)
      implements OnContainer {
    @Override
    public InstanceKey key() {
      return instance.key();
    }
  }

  /**
   * Writes hosts, resolver settings, configs and secrets anew, each in its old inode.
   *
   * @param applied the fields that are applied once this is done
   */
  record RewriteFiles(Instance instance, String id, SortedMap<String, String> applied)
      implements OnContainer {
    @Override
    public InstanceKey key() {
      return instance.key();
    }
  }

  /**
   * Writes into the record what needs no runtime call, such as labels and the restart policy.
   *
   * @param applied the fields that are applied once this is done
   */
  record RewriteRecord(Instance instance, String id, SortedMap<String, String> applied)
      implements OnContainer {
    @Override
    public InstanceKey key() {
      return instance.key();
    }
  }

  /** Thaws a frozen container. */
  record Unpause(InstanceKey key, String id) implements OnContainer {}

  /** Waits until a container has ended with exit code 0; fails when it ends otherwise. */
  record AwaitCompleted(InstanceKey key, Target target) implements OnContainer {}

  /**
   * Does nothing: a point that many steps wait for when many others are done, so that the edges
   * between them do not multiply.
   */
  record Milestone(String name) implements Action {}

  /** Which container of an instance is meant. */
  sealed interface Target {
    /** One that was there when the plan was made. */
    record Existing(String id) implements Target {}

    /** The one that this plan's {@link CreateContainer} for the same instance makes. */
    record Made() implements Target {}
  }
}
