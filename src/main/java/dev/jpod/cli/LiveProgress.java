package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.ApplyListener;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.transfer.TransferListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows on a terminal what a run does: steps that have ended above, and below them a line for each
 * step that runs, with the time that it has taken, and for each layer of an image that arrives.
 */
final class LiveProgress implements ApplyListener, AutoCloseable {
  /** What moves has to fit on a terminal together with all steps that run. */
  private static final int MOST_PARTS = 12;

  private final Console console;
  private PlanView view;
  private final Map<Step, Long> running = new LinkedHashMap<>();
  private final Map<Step, TransferMeter> meters = new HashMap<>();
  private final LiveLines lines;

  LiveProgress(Console console, PlanView view) {
    this.console = console;
    this.view = view;
    this.lines = new LiveLines(console, this::picture);
  }

  @Override
  public void planned(Plan plan) {
    if (!plan.isEmpty()) {
      view.lines(plan, console.errPaint()).forEach(console::note);
      lines.start();
    }
  }

  @Override
  public void started(Step step) {
    if (StepText.of(step).isPresent()) {
      synchronized (running) {
        running.put(step, System.nanoTime());
      }
      lines.redraw();
    }
  }

  @Override
  public TransferListener pulling(Step step) {
    TransferMeter meter = new TransferMeter(System::nanoTime);
    synchronized (running) {
      meters.put(step, meter);
    }
    return meter;
  }

  @Override
  public void finished(Step step, Duration took) {
    forget(step);
    StepText.of(step)
        .ifPresent(
            text ->
                lines.above(LineProgress.finished(text + StepText.result(step), took, console)));
  }

  @Override
  public void failed(Step step, JpodException reason) {
    forget(step);
    StepText.of(step).ifPresent(text -> lines.above(LineProgress.failed(text, console)));
  }

  @Override
  public void rollingBack(List<FailedStep> failures, long serial) {
    view = view.backTo(serial);
    RollbackText.tell(failures, serial, view.failures(), console);
  }

  @Override
  public void warned(String sentence) {
    lines.above(LineProgress.warning(sentence, console));
  }

  @Override
  public void interrupted(List<Step> steps) {
    lines.above(InterruptionText.of(steps, console));
  }

  @Override
  public void said(Step step, String line) {
    lines.above(LineProgress.said(line, step));
  }

  @Override
  public void skipped(Step step) {
    forget(step);
    StepText.of(step).ifPresent(text -> lines.above(LineProgress.skipped(text)));
  }

  private void forget(Step step) {
    synchronized (running) {
      running.remove(step);
      meters.remove(step);
    }
  }

  /** Stops the clock; what ran stays in sight, what still runs is erased. */
  @Override
  public void close() {
    lines.close();
  }

  private String transferred(Step step) {
    TransferMeter meter = meters.get(step);
    return meter != null && step.action() instanceof Action.PullImage pull
        ? "  " + meter.whole("", pull.image().size()).text()
        : "";
  }

  /** Adds the layers that are on their way, and says how many these were. */
  private int addParts(Step step, int most, List<String> picture) {
    TransferMeter meter = meters.get(step);
    if (meter == null) {
      return 0;
    }
    List<String> parts = PullProgress.parts(meter, console.errPaint());
    int shown = Math.min(parts.size(), most);
    picture.addAll(parts.subList(0, shown));
    return shown;
  }

  private List<String> picture(String spinner) {
    List<String> picture = new ArrayList<>();
    long now = System.nanoTime();
    int parts = 0;
    synchronized (running) {
      for (Map.Entry<Step, Long> step : running.entrySet()) {
        Duration since = Duration.ofNanos(now - step.getValue());
        picture.add(
            console.errPaint().paint(Style.CYAN, spinner)
                + " "
                + StepText.of(step.getKey()).orElse("")
                + "  "
                + console.errPaint().paint(Style.DIM, Times.seconds(since))
                + transferred(step.getKey()));
        parts += addParts(step.getKey(), MOST_PARTS - parts, picture);
      }
    }
    return picture;
  }
}
