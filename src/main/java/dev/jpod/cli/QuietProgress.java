package dev.jpod.cli;

import dev.jpod.plan.Step;
import dev.jpod.reconcile.ApplyListener;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.util.List;

/** Says nothing of a run but what its hooks say, and that a signal ends it. */
final class QuietProgress implements ApplyListener {
  private final Console console;
  private final Failures reports;

  QuietProgress(Console console, Failures reports) {
    this.console = console;
    this.reports = reports;
  }

  @Override
  public void rollingBack(List<FailedStep> failures, long serial) {
    RollbackText.tell(failures, serial, reports, console);
  }

  @Override
  public void warned(String sentence) {
    console.note(LineProgress.warning(sentence, console));
  }

  @Override
  public void said(Step step, String line) {
    console.note(LineProgress.said(line, step));
  }

  @Override
  public void interrupted(List<Step> running) {
    console.note(InterruptionText.of(running, console));
  }
}
