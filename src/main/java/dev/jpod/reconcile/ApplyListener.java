package dev.jpod.reconcile;

import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.transfer.TransferListener;
import java.time.Duration;
import java.util.List;

/**
 * Hears what a run does while it does it. Calls come one at a time, from whatever thread; a call
 * that takes long holds the run up.
 */
public interface ApplyListener {
  /** Hears nothing. */
  ApplyListener SILENT = new ApplyListener() {};

  /** The plan stands and nothing has been touched yet. */
  default void planned(Plan plan) {}

  default void started(Step step) {}

  default void finished(Step step, Duration took) {}

  default void failed(Step step, JpodException reason) {}

  /**
   * What failed is being rolled back: another plan follows, towards the revision before.
   *
   * @param serial of the revision that is brought back
   */
  default void rollingBack(List<FailedStep> failures, long serial) {}

  /**
   * A pull begins, after it was {@link #started}: who is to be told how the parts of the image get
   * on. That is done by several threads at once, until the step is over.
   */
  default TransferListener pulling(Step step) {
    return TransferListener.SILENT;
  }

  /** Something went wrong beside the run that its outcome does not say; one sentence. */
  default void warned(String sentence) {}

  /**
   * The time for draining a pod is up, and connections to it are still open; called by a thread of
   * the step's own.
   *
   * @param sentence the same in words
   */
  default void leftOpen(Step step, int connections, String sentence) {
    warned(sentence);
  }

  /** A program that a step runs has written a line; called by a thread of its own. */
  default void said(Step step, String line) {}

  /**
   * The end of the run was asked for: no other step is begun.
   *
   * @param running the steps that run: what they do is finished, mere waits are given up
   */
  default void interrupted(List<Step> running) {}

  /** The step is not going to run, because an earlier one failed or the run was interrupted. */
  default void skipped(Step step) {}
}
