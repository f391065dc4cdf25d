package dev.jpod.model;

/**
 * What becomes of a running container when the content of a config or a secret changes that it sees
 * as a file.
 *
 * @param signal a name such as {@code SIGHUP}; empty unless the reaction is to signal
 */
public record OnChange(Reaction reaction, String signal) {
  /** The container is started again, which every program understands. */
  public static final OnChange RESTART = new OnChange(Reaction.RESTART, "");

  public OnChange {
    if (signal.isEmpty() == (reaction == Reaction.SIGNAL)) {
      throw new IllegalArgumentException("a signal goes with the reaction to signal only");
    }
  }

  /** Signals the container's first process once the files are rewritten. */
  public static OnChange signal(String name) {
    return new OnChange(Reaction.SIGNAL, name);
  }

  /** The kinds, from the cheapest to the dearest. */
  public enum Reaction {
    /** The file is rewritten, and that is all. */
    NONE,
    SIGNAL,
    RESTART,
    REPLACE
  }

  /** As the stack file writes it: {@code restart} or {@code signal:SIGHUP}. */
  @Override
  public String toString() {
    return switch (reaction) {
      case NONE -> "none";
      case SIGNAL -> "signal:" + signal;
      case RESTART -> "restart";
      case REPLACE -> "replace";
    };
  }
}
