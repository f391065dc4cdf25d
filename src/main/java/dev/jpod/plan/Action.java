package dev.jpod.plan;

import dev.jpod.diff.WantedImage;
import dev.jpod.model.HostHook;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.VolumeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** One thing that the executor does, all of whose decisions have been made. */
public sealed interface Action {
  /** An action on a pod apart from its containers: what its failure is a failure of. */
  sealed interface OnPod extends Action {
    /** The replica. */
    PodKey key();
  }

  /** An action on a container of an instance: what its failure is a failure of. */
  sealed interface OnContainer extends Action {
    /** The instance. */
    InstanceKey key();
  }

  /** Brings exactly this image into the store, under the name that the stack file has for it. */
  record PullImage(WantedImage image) implements Action {}

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
   * Makes a network.
   *
   * @param name its name on the host
   */
  record CreateNetwork(String name, NetworkSpec spec) implements Action {}

  /**
   * Takes over what can change in a network while pods are attached.
   *
   * @param name its name on the host
   */
  record ReviseNetwork(String name, NetworkSpec spec) implements Action {}

  /**
   * Removes a network to which no pod is attached any more.
   *
   * @param name its name on the host
   */
  record RemoveNetwork(String name) implements Action {}

  /**
   * Makes a pod and raises it: when this is done, its containers can start.
   *
   * @param applied the fields that are applied once this is done
   * @param beside the id of the pod of the same replica that keeps ports and names until {@link
   *     TakeOver}
   */
  record SetUpPod(
      PodInstance instance,
      int generation,
      SortedMap<String, String> applied,
      Optional<String> beside)
      implements OnPod {
    @Override
    public PodKey key() {
      return instance.key();
    }
  }

  /** Makes what a pod has in the kernel what its record says. */
  record RaisePod(PodKey key, String id) implements OnPod {}

  /**
   * Takes from a pod the ports and addresses that other pods of the stack are to have, where it
   * waits for some of theirs in turn.
   *
   * @param instance what it keeps meanwhile
   * @param applied the fields that are applied once this is done
   */
  record ReleaseFromPod(PodInstance instance, String id, SortedMap<String, String> applied)
      implements OnPod {
    @Override
    public PodKey key() {
      return instance.key();
    }
  }

  /**
   * Gives a pod its wanted ports, attachments, names and limits in place.
   *
   * @param applied the fields that are applied once this is done
   * @param left the limits that stay as others made them, by the paths of their fields
   */
  record UpdatePod(
      PodInstance instance, String id, SortedMap<String, String> applied, Set<String> left)
      implements OnPod {
    public UpdatePod {
      left = Set.copyOf(left);
    }

    @Override
    public PodKey key() {
      return instance.key();
    }
  }

  /**
   * Lets the pod that this plan's {@link SetUpPod} for the same replica makes take over ports and
   * names, in one step.
   *
   * @param from the id of the pod that had them
   */
  record TakeOver(PodKey key, String from) implements OnPod {}

  /**
   * Waits until nobody is connected any more to a pod that another one has taken over from.
   *
   * @param longest how long at most; connections that are left then are no failure
   */
  record DrainPod(PodKey key, String id, Duration longest) implements OnPod {}

  /** Removes a pod that has no container any more. */
  record RemovePod(PodKey key, String id, Standing standing) implements OnPod {}

  /**
   * Makes a container up to, but without, its start. The pod need not be there yet.
   *
   * @param pod the pod that it belongs to
   * @param applied the fields that are applied once this is done
   */
  record CreateContainer(
      Instance instance, Target pod, int generation, SortedMap<String, String> applied)
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
  record StopContainer(InstanceKey key, String id, Standing standing) implements OnContainer {}

  /** Removes a container in whatever state it is, with its anonymous volumes. */
  record RemoveContainer(InstanceKey key, String id, Standing standing) implements OnContainer {}

  /**
   * Gives a container its wanted limits, live when it runs.
   *
   * @param applied the fields that are applied once this is done
   * @param left the limits that stay as others made them, by the paths of their fields
   */
  record UpdateResources(
      Instance instance, String id, SortedMap<String, String> applied, Set<String> left)
      implements OnContainer {
    public UpdateResources {
      left = Set.copyOf(left);
    }

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
   * Signals a container's first process, if it has one, so that it reads its files again. Several
   * signals go out in the order of the list.
   *
   * @param applied the fields that are applied once this is done: only now is the new content of
   *     files that are told by signals
   */
  record SignalContainer(
      Instance instance, String id, List<String> signals, SortedMap<String, String> applied)
      implements OnContainer {
    public SignalContainer {
      signals = List.copyOf(signals);
    }

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

  /**
   * Waits until a container has ended with exit code 0; fails when it ends otherwise.
   *
   * @param deadline how long at most; longer is a failure
   */
  record AwaitCompleted(InstanceKey key, Target target, Duration deadline) implements OnContainer {}

  /**
   * Waits until the health check of a container says that it is healthy; fails at once when it says
   * otherwise, and when the container ends with another exit code than 0.
   *
   * @param deadline how long at most; longer is a failure
   */
  record AwaitHealthy(InstanceKey key, Target target, Duration deadline) implements OnContainer {}

  /** Whether it only waits: it keeps no processor and no disk busy. */
  default boolean isWait() {
    return this instanceof AwaitCompleted
        || this instanceof AwaitHealthy
        || this instanceof DrainPod;
  }

  /** Runs a program of the host to its end. */
  record RunHook(HostHook hook) implements Action {}

  /**
   * Does nothing: a point that many steps wait for when many others are done, so that the edges
   * between them do not multiply.
   */
  record Milestone(String name) implements Action {}

  /** What a container or pod is to its instance or replica when it stops or goes. */
  enum Standing {
    /** All that there is of it. */
    ALONE,
    /** The one from before, beside the new one. */
    OLD
  }

  /** Which container of an instance, or pod of a replica, is meant. */
  sealed interface Target {
    /** One that was there when the plan was made. */
    record Existing(String id) implements Target {}

    /** The one that this plan's {@link CreateContainer} or {@link SetUpPod} for the same makes. */
    record Made() implements Target {}
  }
}
