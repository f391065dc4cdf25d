package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.model.NetworkSpec;
import dev.jpod.observed.ObservedNetwork;
import java.util.List;
import java.util.Optional;

/** What has to happen to one network of a stack; those that are as wanted are left out. */
public sealed interface NetworkChange {
  /** Its name on the host. */
  String network();

  /** It is not there yet. */
  record Create(String network, NetworkSpec spec) implements NetworkChange {}

  /** What can change while pods are attached. */
  record Revise(String network, NetworkSpec spec, List<FieldChange> fields)
      implements NetworkChange {
    public Revise {
      fields = List.copyOf(fields);
    }
  }

  /** A field changed that is fixed for a network's life: it goes, and its pods with it. */
  record Replace(
      String network, NetworkSpec spec, ObservedNetwork current, List<FieldChange> fields)
      implements NetworkChange {
    public Replace {
      fields = List.copyOf(fields);
    }
  }

  /** Nothing wants it. */
  record Remove(String network, ObservedNetwork current, RemoveReason reason)
      implements NetworkChange {}

  /**
   * What is wanted cannot be done.
   *
   * @param path the field of the stack file that asks for it
   */
  record Blocked(String network, String path, String reason, String hint)
      implements NetworkChange, Obstacle {
    @Override
    public Optional<String> place(FieldOrigins origins) {
      return origins.ofStack(path);
    }
  }
}
