package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedPod;
import java.util.List;
import java.util.Optional;

/**
 * What has to happen to one replica of a pod apart from its containers: to its namespaces, links,
 * published ports and names.
 */
public sealed interface PodChange {
  /** The replica that it is about. */
  PodKey key();

  /** A change after which the pod should exist. */
  sealed interface OfWanted extends PodChange {
    /** The pod as it should be. */
    PodInstance desired();

    @Override
    default PodKey key() {
      return desired().key();
    }
  }

  /** An {@link OfWanted} for which a pod is there already. */
  sealed interface OfCurrent extends OfWanted {
    /** The pod as it is. */
    ObservedPod current();

    /** What is to be changed in it. */
    Difference difference();
  }

  /** There is no pod yet that can be used. */
  record Create(PodInstance desired, int generation) implements OfWanted {}

  /**
   * A field changed that is fixed for a pod's life, a network of it is replaced, or a second one
   * has to stand beside it while its containers are replaced. Its containers are replaced with it.
   *
   * @param replacedNetworks the networks, by their names on the host, for which it goes
   * @param choice whether the new one comes before the old one goes
   */
  record Replace(
      PodInstance desired,
      ObservedPod current,
      Difference difference,
      int generation,
      List<String> replacedNetworks,
      StrategyChoice choice)
      implements OfCurrent {
    public Replace {
      replacedNetworks = List.copyOf(replacedNetworks);
    }
  }

  /**
   * Ports, attachments, names or limits change in place; its containers do not notice. Without a
   * difference, only the owner of one that is adopted changes.
   */
  record Update(PodInstance desired, ObservedPod current, Difference difference)
      implements OfCurrent {}

  /** The pod is down, or something of it is missing; it may change as well. */
  record Raise(PodInstance desired, ObservedPod current, Difference difference)
      implements OfCurrent {}

  /** Nothing is to be done. */
  record Keep(PodInstance desired, ObservedPod current) implements OfCurrent {
    @Override
    public Difference difference() {
      return Difference.NONE;
    }
  }

  /**
   * What is wanted cannot be done.
   *
   * @param path the field of the stack file that asks for it
   */
  record Blocked(PodInstance desired, String path, String reason, String hint)
      implements OfWanted, Obstacle {
    @Override
    public Optional<String> place(FieldOrigins origins) {
      return origins.ofPod(key(), path);
    }
  }

  /** A pod that nothing wants, but that was protected when it was last applied. */
  record Protected(PodKey key, ObservedPod pod, RemoveReason why) implements PodChange, Obstacle {
    @Override
    public String reason() {
      return "the pod '"
          + key.display()
          + "' is protected and would be removed: "
          + switch (why) {
            case STACK_DESTROYED -> "the stack is to be destroyed";
            case SCALED_DOWN -> "fewer replicas are asked for";
            case ABSENT_FROM_FILE, LEFT_INCOMPLETE, LEFT_HALF_REMOVED, SUPERSEDED ->
                "it is absent from the file";
          };
    }

    @Override
    public String hint() {
      return "if it may go, apply it with 'protect: false' first; else put it back into the file";
    }

    @Override
    public Optional<String> place(FieldOrigins origins) {
      return Optional.empty();
    }
  }

  /** A pod that nothing wants. Its replica may still be wanted, by another pod. */
  record Remove(PodKey key, ObservedPod pod, RemoveReason reason) implements PodChange {}
}
