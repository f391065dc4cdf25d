package dev.jpod.engine;

/** What a removal does with a container that runs. */
public enum RemovalMode {
  /** It refuses. */
  ONLY_STOPPED,
  /** It stops the container as {@code stop} does, then removes it. */
  STOP_FIRST,
  /** It kills the container at once, then removes it. */
  KILL_FIRST
}
