package dev.jpod.diff;

import dev.jpod.model.Stack;

/** Counts a stack out: every container of every replica, with what was looked up for it. */
public final class Expansion {
  private Expansion() {}

  /**
   * The instances and volumes that a stack asks for.
   *
   * @throws dev.jpod.model.JpodException when two containers would have the same name on the host
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static Desired of(Stack stack, Resolution resolution) {
    throw new UnsupportedOperationException(stack.name() + resolution);
  }
}
