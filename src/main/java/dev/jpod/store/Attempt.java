package dev.jpod.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The run that made a revision.
 *
 * @param user who ran it; empty when that is not known
 * @param command the words of jpod's command line that say what was run, without values that may be
 *     secret, for example {@code apply}
 * @param began when the run looked at the host; its end is that of the revision
 * @param summary what it set out to do, in one line
 * @param error the first sentence of what went wrong, or null
 * @param restores the revision whose state this one has again by {@code jpod rollback}, or null
 * @param rolledBackTo the revision that was brought back when this one failed, or null
 */
public record Attempt(
    Result result,
    String user,
    String command,
    Instant began,
    String summary,
    @Nullable String error,
    @Nullable Long restores,
    @Nullable Long rolledBackTo) {

  /** How a run ended. */
  public enum Result {
    DONE,
    FAILED,
    /** It failed, and the revision before it was brought back. */
    ROLLED_BACK,
    /** It failed, and so did bringing the revision before it back. */
    ROLLBACK_FAILED,
    INTERRUPTED
  }

  /** Of a revision that an earlier jpod has written, which knew of none that failed. */
  static Attempt unknown(Instant at) {
    return new Attempt(Result.DONE, "", "apply", at, "", null, null, null);
  }
}
