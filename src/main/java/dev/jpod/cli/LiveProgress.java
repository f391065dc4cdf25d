package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.ApplyListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows on a terminal what a run does: steps that have ended above, and below them a line for each
 * step that runs, with the time that it has taken. The terminal itself cuts lines off that do not
 * fit, so their number is known whatever its width; the last column, on which it then writes all
 * that does not fit, is left empty.
 */
final class LiveProgress implements ApplyListener, AutoCloseable {
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String UP = "\u001b[A";
  private static final String WRAP_OFF = "\u001b[?7l";
  private static final String WRAP_ON = "\u001b[?7h";
  private static final String ERASE_LAST_COLUMN = "\u001b[999C\u001b[K";
  private static final long FRAME_MILLIS = 120;

  private final Console console;
  private final PlanView view;
  private final Map<Step, Long> running = new LinkedHashMap<>();
  private final Thread clock;
  private int drawn;
  private int frame;

  LiveProgress(Console console, PlanView view) {
    this.console = console;
    this.view = view;
    this.clock = Thread.ofPlatform().daemon().name("progress").unstarted(this::tick);
  }

  @Override
  public synchronized void planned(Plan plan) {
    if (!plan.isEmpty()) {
      view.lines(plan, console.errPaint()).forEach(console::note);
      clock.start();
    }
  }

  @Override
  public synchronized void started(Step step) {
    if (StepText.of(step).isPresent()) {
      running.put(step, System.nanoTime());
      redraw("");
    }
  }

  @Override
  public synchronized void finished(Step step, Duration took) {
    running.remove(step);
    StepText.of(step).ifPresent(text -> redraw(LineProgress.finished(text, took, console) + "\n"));
  }

  @Override
  public synchronized void failed(Step step, JpodException reason) {
    running.remove(step);
    StepText.of(step).ifPresent(text -> redraw(LineProgress.failed(text, console) + "\n"));
  }

  @Override
  public synchronized void interrupted(List<Step> steps) {
    redraw(InterruptionText.of(steps, console) + "\n");
  }

  @Override
  public synchronized void skipped(Step step) {
    running.remove(step);
    StepText.of(step).ifPresent(text -> redraw(LineProgress.skipped(text) + "\n"));
  }

  /** Stops the clock; what ran stays in sight, what still runs is erased. */
  @Override
  public synchronized void close() {
    clock.interrupt();
    running.clear();
    redraw("");
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(FRAME_MILLIS);
        synchronized (this) {
          if (clock.isInterrupted()) {
            return;
          }
          frame++;
          redraw("");
        }
      }
    } catch (InterruptedException e) {
      // The run is over.
    }
  }

  /** Replaces the lines of running steps, with something that stays above them. */
  private void redraw(String above) {
    if (above.isEmpty() && drawn == 0 && running.isEmpty()) {
      return;
    }
    StringBuilder picture = new StringBuilder();
    picture.append('\r').repeat(UP, drawn).append(ERASE_BELOW).append(above).append(WRAP_OFF);
    long now = System.nanoTime();
    for (Map.Entry<Step, Long> step : running.entrySet()) {
      Duration since = Duration.ofNanos(now - step.getValue());
      picture
          .append(console.errPaint().paint(Style.CYAN, console.symbols().spinner(frame)))
          .append(' ')
          .append(StepText.of(step.getKey()).orElse(""))
          .append("  ")
          .append(console.errPaint().paint(Style.DIM, Times.seconds(since)))
          .append(ERASE_LAST_COLUMN)
          .append('\n');
    }
    picture.append(WRAP_ON);
    drawn = running.size();
    console.draw(picture.toString());
  }
}
