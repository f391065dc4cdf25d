package dev.jpod.reconcile;

import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import java.util.List;

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

  /** Something failed; the same run again goes on from there. */
  record Failed(Plan plan, Recap recap, List<FailedStep> failures) implements Outcome {
    public Failed {
      failures = List.copyOf(failures);
    }
  }

  /** The run was asked to end before everything was done. */
  record Interrupted(Plan plan, Recap recap) implements Outcome {}

  /** A step that failed, and why. */
  record FailedStep(Step step, JpodException reason) {}
}
