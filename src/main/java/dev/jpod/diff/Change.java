package dev.jpod.diff;

import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ObservedContainer;
import java.util.List;
import java.util.Optional;

/** What has to happen to one container so that the host is as wanted. */
public sealed interface Change {
  /** The instance that it is about. */
  InstanceKey key();

  /** A change after which the instance should exist. */
  sealed interface OfWanted extends Change {
    /** The instance as it should be. */
    Instance desired();

    @Override
    default InstanceKey key() {
      return desired().key();
    }
  }

  /** An {@link OfWanted} for which a container is there already. */
  sealed interface OfCurrent extends OfWanted {
    /** The container as it is. */
    ObservedContainer current();

    /** What is to be changed in it. */
    Difference difference();

    /**
     * The signals, each once and by full names such as {@code SIGHUP}, by which a process that goes
     * on learns of its new files.
     */
    default List<String> signals() {
      return this instanceof Signal || this instanceof Unpause
          ? ContentCost.signals(desired(), difference())
          : List.of();
    }
  }

  /** There is no container yet that can be used. */
  record Create(Instance desired, int generation) implements OfWanted {}

  /**
   * A field changed that is fixed for a container's life, or it is not in the pod it belongs to.
   */
  record Replace(
      Instance desired,
      ObservedContainer current,
      Difference difference,
      int generation,
      StrategyChoice choice,
      ReplaceReason reason)
      implements OfCurrent {}

  /** The same container has to start again. */
  record Restart(
      Instance desired, ObservedContainer current, Difference difference, RestartReason reason)
      implements OfCurrent {}

  /** The limits of the running process change. */
  record Update(Instance desired, ObservedContainer current, Difference difference)
      implements OfCurrent {}

  /**
   * The files of a running container are rewritten, and its process is told by signals; cheaper
   * changes go with that.
   */
  record Signal(Instance desired, ObservedContainer current, Difference difference)
      implements OfCurrent {}

  /**
   * Only jpod's own record and files, and perhaps the bundle, change; without a difference, only
   * the owner of one that is adopted.
   */
  record Rerecord(Instance desired, ObservedContainer current, Difference difference)
      implements OfCurrent {}

  /** The container is there, but has no process. */
  record Start(
      Instance desired, ObservedContainer current, Difference difference, StartReason reason)
      implements OfCurrent {}

  /** The process is frozen; its limits may change as well. */
  record Unpause(Instance desired, ObservedContainer current, Difference difference)
      implements OfCurrent {}

  /** Nothing is to be done. */
  record Keep(Instance desired, ObservedContainer current, KeepReason reason) implements OfCurrent {
    @Override
    public Difference difference() {
      return Difference.NONE;
    }
  }

  /**
   * What is wanted cannot be done; nothing of the stack may be touched before a person decides.
   *
   * @param path the field of the stack file that asks for it
   */
  record Blocked(Instance desired, String path, String reason, String hint)
      implements OfWanted, Obstacle {
    @Override
    public Optional<String> place(FieldOrigins origins) {
      return origins.of(key(), path);
    }
  }

  /** A container that nothing wants. Its instance may still be wanted, by another container. */
  record Remove(InstanceKey key, ObservedContainer container, RemoveReason reason)
      implements Change {}

  /** How a new container takes the place of an old one. */
  enum Strategy {
    /** Create the new one, stop the old one, start the new one, remove the old one. */
    STOP_FIRST,
    /**
     * Set up a new pod beside the old one, start its containers, let it take over the ports and
     * names once it is healthy, wait for open connections to the old one, stop and remove that.
     */
    START_FIRST
  }

  /** Why a container cannot stay. */
  enum ReplaceReason {
    FIELDS_CHANGED,
    /** It goes with the pod that it is in. */
    POD_REPLACED,
    /** The pod that it was made in is gone, or it was made without one. */
    NOT_IN_ITS_POD
  }

  /** Why a running container is started again. */
  enum RestartReason {
    CONTENT_CHANGED,
    /** What it shares with its pod has to be made anew. */
    POD_RAISED,
    /** A container that runs before it runs again. */
    INIT_RUNS_AGAIN,
    /** A stop was begun and not finished, and there is more to do. */
    STOP_BROKEN_OFF,
    MONITOR_GONE
  }

  /** Why a container has no process although it should have one, or will not get another one. */
  enum StartReason {
    NEVER_STARTED,
    STOPPED_BY_HAND,
    /** It runs, but a stop was begun and not finished. */
    STOP_BROKEN_OFF,
    /** Its monitor waits before it starts it again, after a failure. */
    FAILING,
    /** It ran to its end before the main containers started, and they start again. */
    POD_RAISED,
    /** It comes after another one that runs again. */
    INIT_RUNS_AGAIN,
    EXITED,
    RETRIES_USED_UP,
    OUT_OF_MEMORY,
    START_FAILED,
    HOST_REBOOTED,
    /** Without a reboot, all that was known of what ran is lost, as with the end of a session. */
    RUN_FOLDER_GONE,
    PROCESS_GONE
  }

  /** Why nothing is to be done. */
  enum KeepReason {
    RUNNING,
    COMPLETED
  }

  /** Why nothing wants a container. */
  enum RemoveReason {
    ABSENT_FROM_FILE,
    SCALED_DOWN,
    LEFT_INCOMPLETE,
    LEFT_HALF_REMOVED,
    /** A run died between two generations of one instance. */
    SUPERSEDED,
    STACK_DESTROYED
  }
}
