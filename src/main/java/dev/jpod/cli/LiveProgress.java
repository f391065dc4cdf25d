package dev.jpod.cli;

import dev.jpod.host.TerminalSize;
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
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a terminal what a run does: a tree of what waits, runs and is done, drawn again and
 * again in its place, which stays in a short form when the run is over. What is said meanwhile goes
 * above it.
 */
final class LiveProgress implements ApplyListener, AutoCloseable {
  /** What arrives has to fit on a terminal together with all that runs. */
  private static final int MOST_LAYERS = 12;

  private final Console console;
  private final LongSupplier nanoTime;
  private final Supplier<TerminalSize> size;
  private final LiveLines lines;
  private final Object lock = new Object();
  private final Map<Step, TransferMeter> meters = new HashMap<>();
  private PlanView view;

  /** Of a plan that may still be asked about; it is drawn from the first step on. */
  private @Nullable ProgressTree planned;

  private @Nullable ProgressTree tree;

  LiveProgress(Console console, PlanView view, LongSupplier nanoTime, Supplier<TerminalSize> size) {
    this.console = console;
    this.view = view;
    this.nanoTime = nanoTime;
    this.size = size;
    this.lines = new LiveLines(console, this::picture);
  }

  @Override
  public void planned(Plan plan) {
    if (plan.hasNews()) {
      view.lines(plan, console.errPaint()).forEach(console::note);
    }
    if (!plan.isEmpty()) {
      synchronized (lock) {
        planned = new ProgressTree(plan.steps());
      }
    }
  }

  private void begin() {
    synchronized (lock) {
      if (planned != null) {
        tree = planned;
        planned = null;
      }
    }
    lines.start();
  }

  @Override
  public void started(Step step) {
    begin();
    synchronized (lock) {
      if (tree != null) {
        tree.started(step, nanoTime.getAsLong());
      }
    }
  }

  @Override
  public TransferListener pulling(Step step) {
    TransferMeter meter = new TransferMeter(nanoTime);
    synchronized (lock) {
      meters.put(step, meter);
    }
    return meter;
  }

  @Override
  public void finished(Step step, Duration took) {
    synchronized (lock) {
      meters.remove(step);
      if (tree != null) {
        tree.finished(step, nanoTime.getAsLong());
      }
    }
  }

  @Override
  public void failed(Step step, JpodException reason) {
    synchronized (lock) {
      meters.remove(step);
      if (tree != null) {
        tree.failed(step, nanoTime.getAsLong());
      }
    }
  }

  @Override
  public void skipped(Step step) {
    begin();
    synchronized (lock) {
      meters.remove(step);
      if (tree != null) {
        tree.skipped(step);
      }
    }
  }

  @Override
  public void rollingBack(List<FailedStep> failures, long serial) {
    leave();
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

  /** Stops the clock; the tree stays in its short form. */
  @Override
  public void close() {
    leave();
    lines.close();
  }

  /** Ends the tree that moves, and leaves the one that stays in its place. */
  private void leave() {
    List<String> last = List.of();
    synchronized (lock) {
      if (tree != null) {
        last = drawing().last(tree, nanoTime.getAsLong());
        tree = null;
      }
    }
    if (!last.isEmpty()) {
      lines.above(String.join("\n", last));
    }
  }

  private ProgressPicture drawing() {
    return new ProgressPicture(console.errPaint(), console.symbols(), size.get());
  }

  private List<String> picture(String spinner) {
    synchronized (lock) {
      return tree == null
          ? List.of()
          : drawing().live(tree, nanoTime.getAsLong(), spinner, this::layers);
    }
  }

  /** The whole and the layers of an image that arrives. */
  private List<String> layers(Step step) {
    TransferMeter meter = meters.get(step);
    if (meter == null || !(step.action() instanceof Action.PullImage pull)) {
      return List.of();
    }
    List<String> layers = new ArrayList<>();
    layers.add("    " + meter.whole("", pull.image().size()).text());
    for (String layer : PullProgress.parts(meter, console.errPaint())) {
      if (layers.size() <= MOST_LAYERS) {
        layers.add("  " + layer);
      }
    }
    return layers;
  }
}
