package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.ApplyListener;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.time.Duration;
import java.util.List;

/** Says what a run does where there is no terminal: the plan, then a line for each step. */
final class LineProgress implements ApplyListener, AutoCloseable {
  private final Console console;
  private final WaitNotes waits;
  private PlanView view;
  private int undone;

  LineProgress(Console console, PlanView view) {
    this.console = console;
    this.view = view;
    this.waits = new WaitNotes(System::nanoTime, line -> console.note("- " + line));
  }

  @Override
  public void planned(Plan plan) {
    if (plan.hasNews()) {
      view.lines(plan, console.errPaint()).forEach(console::note);
    }
  }

  @Override
  public void started(Step step) {
    waits.started(step);
  }

  @Override
  public void finished(Step step, Duration took) {
    waits.ended(step);
    StepText.of(step)
        .ifPresent(text -> console.note(finished(text + StepText.result(step), took, console)));
  }

  @Override
  public void failed(Step step, JpodException reason) {
    waits.ended(step);
    StepText.of(step).ifPresent(text -> console.note(failed(text, console)));
  }

  @Override
  public void said(Step step, String line) {
    console.note(said(line, step));
  }

  @Override
  public void skipped(Step step) {
    waits.ended(step);
    undone += StepText.of(step).isPresent() ? 1 : 0;
  }

  @Override
  public void rollingBack(List<FailedStep> failures, long serial) {
    tellUndone();
    view = view.backTo(serial);
    RollbackText.tell(failures, serial, view.failures(), console);
  }

  @Override
  public void warned(String sentence) {
    console.note(warning(sentence, console));
  }

  @Override
  public void interrupted(List<Step> running) {
    console.note(InterruptionText.of(running, console));
  }

  /** Ends the notes on waits, and says how much was not done. */
  @Override
  public void close() {
    waits.close();
    tellUndone();
  }

  private void tellUndone() {
    if (undone > 0) {
      console.note("- " + undone + (undone == 1 ? " step is" : " steps are") + " left undone");
      undone = 0;
    }
  }

  /** The line for a step that is done. */
  static String finished(String text, Duration took, Console console) {
    Paint paint = console.errPaint();
    return paint.paint(Style.GREEN, console.symbols().success())
        + " "
        + text
        + "  "
        + paint.paint(Style.DIM, Times.seconds(took));
  }

  /** The line for what went wrong beside the run. */
  static String warning(String sentence, Console console) {
    return console.errPaint().paint(Style.YELLOW, "warning:") + " " + Failures.harmless(sentence);
  }

  /** A line that a hook wrote. */
  static String said(String line, Step step) {
    String name = step.action() instanceof Action.RunHook run ? run.hook().name() : step.id();
    return name + ": " + Failures.harmless(line);
  }

  /** The line for a step that failed; the reason follows at the end of the run. */
  static String failed(String text, Console console) {
    return console.errPaint().paint(Style.RED, console.symbols().failure()) + " " + text;
  }
}
