package dev.jpod.cli;

import dev.jpod.plan.Step;
import dev.jpod.reconcile.ApplyListener;
import java.util.List;

/** Says nothing of a run but that a signal ends it. */
final class QuietProgress implements ApplyListener {
  private final Console console;

  QuietProgress(Console console) {
    this.console = console;
  }

  @Override
  public void interrupted(List<Step> running) {
    console.note(InterruptionText.of(running, console));
  }
}
