package dev.jpod.diff;

import dev.jpod.model.InstanceKey;
import java.util.Optional;

/** Where in the stack file a field of an instance was written. */
@FunctionalInterface
public interface FieldOrigins {
  /** Knows of no origin. */
  FieldOrigins UNKNOWN = (_, _) -> Optional.empty();

  /**
   * The place in the form {@code stack.yaml:12}.
   *
   * @param path of the stack file's field, as {@link Field#inStackFile} gives it
   */
  Optional<String> of(InstanceKey key, String path);
}
