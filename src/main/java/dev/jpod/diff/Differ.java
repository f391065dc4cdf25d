package dev.jpod.diff;

import dev.jpod.observed.ObservedHost;

/** Compares what is wanted with what was last applied and with what is there. */
public final class Differ {
  private Differ() {}

  /**
   * Finds what has to change so that the host has the stack as wanted.
   *
   * @throws dev.jpod.model.JpodException when nothing is wanted at all, or when a name that is
   *     needed belongs to a container of someone else
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static ChangeSet diff(Desired desired, ObservedHost host) {
    throw new UnsupportedOperationException(desired.stack() + host);
  }
}
