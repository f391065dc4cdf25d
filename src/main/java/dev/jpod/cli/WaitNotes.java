package dev.jpod.cli;

import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says of each step that only waits that it has begun, and every ten seconds how long it has
 * waited, so that a log which stands still says why.
 */
final class WaitNotes implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final Consumer<String> told;
  private final Map<Step, Long> waiting = new LinkedHashMap<>();
  private @Nullable Thread clock;
  private boolean isClosed;

  /**
   * @param nanoTime a clock as {@link System#nanoTime}
   * @param told gets the lines, one at a time, from whatever thread
   */
  WaitNotes(LongSupplier nanoTime, Consumer<String> told) {
    this.nanoTime = nanoTime;
    this.told = told;
  }

  /** Notes that a step has begun; those that do something are none of its business. */
  synchronized void started(Step step) {
    if (!step.action().isWait()) {
      return;
    }
    waiting.put(step, nanoTime.getAsLong());
    told.accept(StepText.of(step).orElse(step.id()) + ", " + longest(step.action()));
    if (clock == null) {
      clock = Thread.ofPlatform().daemon().name("waits").start(this::tick);
    }
  }

  /** Notes that a step is over, in whatever way. */
  synchronized void ended(Step step) {
    waiting.remove(step);
  }

  /** Says how long each wait has taken that goes on. */
  synchronized void remind() {
    List<Step> steps = isClosed ? List.of() : new ArrayList<>(waiting.keySet());
    long now = nanoTime.getAsLong();
    for (Step step : steps) {
      Duration since = Duration.ofNanos(now - waiting.getOrDefault(step, now));
      if (since.compareTo(BETWEEN) >= 0) {
        told.accept(
            "still: "
                + StepText.of(step).orElse(step.id())
                + ", for "
                + Times.exactly(Duration.ofSeconds(since.toSeconds()))
                + ", "
                + longest(step.action()));
      }
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(BETWEEN);
        remind();
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  private static String longest(Action action) {
    Duration longest =
        action instanceof Action.AwaitHealthy await
            ? await.deadline()
            : action instanceof Action.AwaitCompleted await
                ? await.deadline()
                : action instanceof Action.DrainPod drain ? drain.longest() : Duration.ZERO;
    return "at most " + Times.exactly(longest);
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    if (clock != null) {
      clock.interrupt();
    }
  }
}
