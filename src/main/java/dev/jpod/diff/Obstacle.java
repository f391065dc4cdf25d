package dev.jpod.diff;

import java.util.Optional;

/** Something that a person has to decide before any part of the stack is touched. */
public sealed interface Obstacle
    permits Change.Blocked,
        PodChange.Blocked,
        PodChange.Protected,
        NetworkChange.Blocked,
        ForeignVolume {
  /** A sentence in the form of an error message. */
  String reason();

  /** What to do. */
  String hint();

  /** Where the stack file asks for it, in the form {@code stack.yaml:12}. */
  Optional<String> place(FieldOrigins origins);
}
