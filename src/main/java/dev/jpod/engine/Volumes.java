package dev.jpod.engine;

import dev.jpod.model.VolumeSpec;
import dev.jpod.store.VolumeRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The volumes of a store. */
public interface Volumes {
  /** All volumes by name. */
  List<VolumeRecord> list();

  /** One volume; a missing one is an error of kind NOT_FOUND. */
  VolumeRecord inspect(String name);

  /**
   * Makes a named volume. Idempotent: one that exists is left as it is, labels included.
   *
   * @param stack the stack that owns it, or null
   */
  VolumeRecord create(String name, @Nullable String stack, Map<String, String> labels);

  /**
   * Takes over new labels. One that no stack owns becomes the stack's.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when another stack owns it
   */
  VolumeRecord relabel(String name, String stack, VolumeSpec spec);

  /**
   * Gives a volume back that a stack has taken over: no stack owns it, and its labels are those
   * from before. Does nothing to one that is gone or not that stack's.
   */
  void disown(String name, String stack, Map<String, String> before);

  /** Removes a volume with its data; refuses while a container uses it. Idempotent. */
  void remove(String name);

  /** The names of the volumes that no container uses, in order. */
  List<String> unused();

  /** Removes every volume that no container uses, and names them. */
  List<String> prune();
}
