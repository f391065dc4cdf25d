package dev.jpod.cli;

import dev.jpod.model.Failure;

/** What a process of jpod tells its caller; sysexits' numbers where it has one for the case. */
enum ExitCode {
  /** Done, or nothing to do. */
  DONE(0, "done, or nothing to do"),
  /** Failed, perhaps part-way. */
  FAILED(1, "failed"),
  /** Only with {@code --exit-code}. */
  CHANGES(2, "only with --exit-code: there are changes"),
  /** A guard refused. */
  REFUSED(3, "refused; nothing was changed"),
  /** Failed, and the previous revision runs again. */
  ROLLED_BACK(4, "failed and rolled back: the previous revision runs"),
  /** Failed twice. */
  ROLLBACK_FAILED(5, "failed, and so did the rollback"),
  /** The host has changed since the plan was saved. */
  STALE(6, "the saved plan is stale"),
  /** Somebody was asked by {@code --confirm}, and said no. */
  DECLINED(7, "only with --confirm: the answer was no; nothing was changed"),
  /** The command line is wrong. */
  USAGE(64, "wrong usage of the command line"),
  /** The manifest is wrong. */
  INVALID_MANIFEST(65, "invalid manifest"),
  /** A registry, a git remote or a host did not answer. */
  UNREACHABLE(69, "a registry, a git remote or a host could not be reached"),
  /** Another run holds the lock. */
  LOCKED(75, "locked by another run"),
  /** A wait ran out of time. */
  TIMED_OUT(124, "a wait ran out of time"),
  /** An engine verb failed by itself, not by what runs in the container. */
  ENGINE(125, "jpod itself failed; nothing is said about the container"),
  /** A signal asked for the end; the process itself ends with the code of the signal. */
  INTERRUPTED(130, "interrupted: what was begun is finished"),
  /** The reader of standard output went away: 128 + SIGPIPE, as the shell reports it. */
  BROKEN_PIPE(141, "the reader of standard output went away");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** For the help of a command. */
  String meaning() {
    return meaning;
  }

  /** The code of a command of stacks, images or volumes that failed in this way. */
  static ExitCode of(Failure failure) {
    return switch (failure) {
      case FAILED, NOT_FOUND -> FAILED;
      case REFUSED -> REFUSED;
      case DECLINED -> DECLINED;
      case USAGE -> USAGE;
      case INVALID_MANIFEST -> INVALID_MANIFEST;
      case UNREACHABLE -> UNREACHABLE;
      case LOCKED -> LOCKED;
      case TIMED_OUT -> TIMED_OUT;
      case STALE -> STALE;
    };
  }
}
