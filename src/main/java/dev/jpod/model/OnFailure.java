package dev.jpod.model;

/** What an apply does when a step of it fails. */
public enum OnFailure {
  /**
   * Bring the last good revision back. Where there is none, or nothing but images was touched, the
   * same as {@link #STOP}.
   */
  ROLLBACK,
  /** Finish the steps that run, and begin no other. */
  STOP,
  /** Do every step that does not depend on one that failed. */
  CONTINUE
}
