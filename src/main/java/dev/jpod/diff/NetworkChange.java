package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedNetwork;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has to happen to one network of a stack; those that are as wanted are left out. */
public sealed interface NetworkChange {
  /** Where the stack file has networks, and a pod those that it is in. */
  String NETWORKS = "networks";

  /** Its name on the host. */
  String network();

  /** What is asked of the network that the change makes; null where it makes none. */
  default @Nullable NetworkSpec made() {
    return switch (this) {
      case Create create -> create.spec();
      case Replace replace -> replace.spec();
      case Revise _, Remove _, Blocked _ -> null;
    };
  }

  /** Whether it makes a network the stack's that no stack owns. */
  default boolean isAdoption() {
    return switch (this) {
      case Revise revise -> revise.current().isAdopted();
      case Replace replace -> replace.current().isAdopted();
      case Create _, Remove _, Blocked _ -> false;
    };
  }

  /** It is not there yet. */
  record Create(String network, NetworkSpec spec) implements NetworkChange {}

  /** What can change while pods are attached; with no field, only the owner of an adopted one. */
  record Revise(String network, NetworkSpec spec, ObservedNetwork current, List<FieldChange> fields)
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
   * @param asker a pod that is to be in it, which asks for it where the stack file has no such
   *     field; null when there is none
   */
  record Blocked(String network, String path, @Nullable PodKey asker, String reason, String hint)
      implements NetworkChange, Obstacle {
    @Override
    public Optional<String> place(FieldOrigins origins) {
      Optional<String> declared = origins.ofStack(path);
      return declared.isPresent() || asker == null ? declared : origins.ofPod(asker, NETWORKS);
    }
  }
}
