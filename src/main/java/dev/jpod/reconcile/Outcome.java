package dev.jpod.reconcile;

import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run ended. */
public sealed interface Outcome {
  /** What the run set out to do. */
  Plan plan();

  Recap recap();

  /** There was nothing to do. */
  record Unchanged(Plan plan, Recap recap) implements Outcome {}

  /**
   * Everything was done.
   *
   * @param serial the revision that the stack is at now; 0 when the stack is gone
   */
  record Done(Plan plan, Recap recap, long serial) implements Outcome {}

  /** Something failed, and the revision before runs again. */
  record RolledBack(Plan plan, Recap recap, List<FailedStep> failures, Restoration restoration)
      implements Outcome {
    public RolledBack {
      failures = List.copyOf(failures);
    }
  }

  /**
   * What was brought back.
   *
   * @param serial of the revision
   * @param plan by which it was brought back
   * @param recap of that
   * @param notUndone what stays as the failed run has left it, a sentence each
   */
  record Restoration(long serial, Plan plan, Recap recap, List<String> notUndone) {
    public Restoration {
      notUndone = List.copyOf(notUndone);
    }
  }

  /**
   * Something failed, and the revision before could not be brought back.
   *
   * @param serial of the revision before
   * @param rollbackFailures the steps of the rollback that failed; none when it was interrupted
   * @param refusal why no step of it could be begun, or null
   */
  record RollbackFailed(
      Plan plan,
      Recap recap,
      List<FailedStep> failures,
      long serial,
      List<FailedStep> rollbackFailures,
      @Nullable JpodException refusal)
      implements Outcome {
    public RollbackFailed {
      failures = List.copyOf(failures);
      rollbackFailures = List.copyOf(rollbackFailures);
    }
  }

  /**
   * Something failed; the same run again goes on from there.
   *
   * @param standing how things stand now, such as pods that it has made and that stay, a sentence
   *     each
   */
  record Failed(Plan plan, Recap recap, List<FailedStep> failures, List<String> standing)
      implements Outcome {
    public Failed {
      failures = List.copyOf(failures);
      standing = List.copyOf(standing);
    }
  }

  /**
   * The host is not as a saved plan expects it; what was begun before that was seen is finished.
   *
   * @param now what would be planned now
   */
  record Stale(Plan plan, Recap recap, JpodException reason, Plan now) implements Outcome {}

  /** The run was asked to end before everything was done. */
  record Interrupted(Plan plan, Recap recap) implements Outcome {}

  /** A step that failed, and why. */
  record FailedStep(Step step, JpodException reason) {}
}
