package dev.jpod.cli;

import dev.jpod.store.Attempt;
import dev.jpod.store.StackRevision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a revision is told in a few words. */
final class RevisionText {
  private static final int SHORT_COMMIT = 7;

  private RevisionText() {}

  /** {@code done}, {@code rolled back}. */
  static String word(Attempt.Result result) {
    return result.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * {@code current}, {@code done}, {@code rolled back to r3}.
   *
   * @param current the revision that the stack is at, or null
   */
  static String outcome(StackRevision revision, @Nullable StackRevision current) {
    Attempt attempt = revision.attempt();
    if (attempt.rolledBackTo() != null) {
      return word(attempt.result()) + " to r" + attempt.rolledBackTo();
    }
    return current != null && current.serial() == revision.serial()
        ? "current"
        : word(attempt.result());
  }

  /** Where it came from, with the commit. */
  static String origin(StackRevision revision) {
    String commit = revision.commit();
    return commit == null
        ? revision.origin()
        : revision.origin() + " " + commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
  }

  /** What it changed, or what went wrong. */
  static String summary(StackRevision revision) {
    Attempt attempt = revision.attempt();
    if (attempt.error() != null) {
      return attempt.error();
    }
    return attempt.summary().isEmpty() ? "-" : attempt.summary();
  }
}
