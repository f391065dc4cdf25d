package dev.jpod.reconcile;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.OnFailure;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Execution.Result;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a plan, each when the steps before it are done, several at once, and any number
 * of those that only wait. It decides nothing: once the end was asked for, or a step has failed and
 * that ends the run, the steps that run are finished and no other is started. What depends on a
 * step that failed is never started.
 */
final class Executor {
  private final StepRunner runner;
  private final ApplyListener listener;
  private final Drain drain;
  private final int parallelism;
  private final OnFailure onFailure;

  /**
   * @param onFailure whether a failure ends the run; bringing back what was before is for others to
   *     do, once the run has ended
   */
  Executor(
      StepRunner runner,
      ApplyListener listener,
      Drain drain,
      int parallelism,
      OnFailure onFailure) {
    this.runner = runner;
    this.onFailure = onFailure;
    this.listener = listener;
    this.drain = drain;
    this.parallelism = parallelism;
  }

  /** A step that only waits has stopped waiting, because the end of the run was asked for. */
  static final class WaitGivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Does one step; a failure is thrown as a {@link JpodException}, the early end of a mere wait as
   * {@link WaitGivenUp}.
   */
  @FunctionalInterface
  interface StepRunner {
    void run(Step step);
  }

  /** Runs the plan to its end, or as far as it comes. */
  Execution run(Plan plan) {
    return new Run(plan).toEnd();
  }

  /** What a run waits for. */
  private sealed interface Event {}

  private record Completion(Step step, Duration took, Result result, @Nullable JpodException reason)
      implements Event {}

  private enum EndAskedFor implements Event {
    NOW
  }

  /** One pass over one plan; all of its state belongs to the thread that called. */
  private final class Run {
    private final Plan plan;
    private final Map<String, Set<String>> waitingFor = new HashMap<>();
    private final Map<String, List<Step>> dependants = new HashMap<>();
    private final Deque<Step> ready = new ArrayDeque<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, Step> running = new LinkedHashMap<>();
    private final Map<String, Result> results = new HashMap<>();
    private final List<FailedStep> failures = new ArrayList<>();
    private int busy;
    private boolean isStale;

    Run(Plan plan) {
      this.plan = plan;
      for (Step step : plan.steps()) {
        if (step.after().isEmpty()) {
          ready.add(step);
        } else {
          waitingFor.put(step.id(), new HashSet<>(step.after()));
        }
        for (String before : step.after()) {
          dependants.computeIfAbsent(before, _ -> new ArrayList<>()).add(step);
        }
      }
    }

    Execution toEnd() {
      drain.begin(() -> events.add(EndAskedFor.NOW));
      startWhatIsReady();
      while (!running.isEmpty()) {
        if (nextEvent() instanceof Completion completion) {
          take(completion);
          startWhatIsReady();
        } else {
          listener.interrupted(List.copyOf(running.values()));
        }
      }
      for (Step step : plan.steps()) {
        if (!results.containsKey(step.id())) {
          results.put(step.id(), Result.SKIPPED);
          listener.skipped(step);
        }
      }
      return new Execution(plan, results, failures);
    }

    private void startWhatIsReady() {
      while (!isEnding()) {
        Step step = busy < parallelism ? ready.poll() : nextWait();
        if (step == null) {
          return;
        }
        busy += step.action().isWait() ? 0 : 1;
        running.put(step.id(), step);
        listener.started(step);
        Thread.ofPlatform().daemon().name(step.id()).start(() -> events.add(complete(step)));
      }
    }

    private boolean isEnding() {
      return drain.isAsked() || isStale || (onFailure != OnFailure.CONTINUE && !failures.isEmpty());
    }

    /** A step that only waits needs no free place. */
    private @Nullable Step nextWait() {
      for (Iterator<Step> steps = ready.iterator(); steps.hasNext(); ) {
        Step step = steps.next();
        if (step.action().isWait()) {
          steps.remove();
          return step;
        }
      }
      return null;
    }

    private void take(Completion completion) {
      Step step = completion.step();
      running.remove(step.id());
      busy -= step.action().isWait() ? 0 : 1;
      JpodException reason = completion.reason();
      results.put(step.id(), completion.result());
      if (reason != null) {
        failures.add(new FailedStep(step, reason));
        isStale |= reason.failure() == Failure.STALE;
        listener.failed(step, reason);
        if (onFailure == OnFailure.ROLLBACK) {
          drain.giveUpWaits();
        }
      } else if (completion.result() == Result.SKIPPED) {
        listener.skipped(step);
      } else {
        listener.finished(step, completion.took());
        release(step);
      }
    }

    private void release(Step done) {
      for (Step dependant : dependants.getOrDefault(done.id(), List.of())) {
        Set<String> before = waitingFor.get(dependant.id());
        if (before != null && before.remove(done.id()) && before.isEmpty()) {
          ready.add(dependant);
        }
      }
    }

    private Event nextEvent() {
      while (true) {
        try {
          return events.take();
        } catch (InterruptedException e) {
          drain.ask();
        }
      }
    }
  }

  private Completion complete(Step step) {
    long start = System.nanoTime();
    Result result = Result.DONE;
    JpodException reason = null;
    try {
      runner.run(step);
    } catch (WaitGivenUp e) {
      result = Result.SKIPPED;
    } catch (JpodException e) {
      result = Result.FAILED;
      reason = e;
    } catch (RuntimeException | Error e) {
      result = Result.FAILED;
      reason =
          new JpodException(
              Failure.FAILED,
              "step " + step.id() + " broke off: " + e,
              "this is a fault of jpod; --debug shows where",
              e);
    }
    return new Completion(step, Duration.ofNanos(System.nanoTime() - start), result, reason);
  }
}
