package dev.jpod.model;

/** Why a command could not do what it was asked; each kind has one exit code (see the cli). */
public enum Failure {
  /** Something that should have worked did not; the same command again resumes. */
  FAILED,
  /** A guard refused: data loss, an empty stack, a foreign or protected resource, "not yet". */
  REFUSED,
  /** Somebody was asked whether they want it, and does not. */
  DECLINED,
  /** The command line is wrong. */
  USAGE,
  /** The manifest is wrong. */
  INVALID_MANIFEST,
  /** What was named does not exist. */
  NOT_FOUND,
  /** A registry, a git remote or a host could not be reached. */
  UNREACHABLE,
  /** Another run holds the lock. */
  LOCKED,
  /** A wait ran out of time. */
  TIMED_OUT,
  /** A saved plan does not fit the host any more. */
  STALE
}
