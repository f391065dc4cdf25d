package dev.jpod.cli;

import dev.jpod.cli.StepPhase.Ending;
import dev.jpod.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that a run does steps to: a pod, one of its containers, an image. */
final class ProgressNode {
  private final String name;
  private final List<Step> steps = new ArrayList<>();
  private final List<ProgressNode> parts = new ArrayList<>();
  private final Map<Step, Long> running = new LinkedHashMap<>();
  private int begun;
  private int ended;
  private int skipped;
  private long firstNanos;
  private long lastNanos;
  private Ending ending = Ending.NOTHING;
  private @Nullable Step failed;

  ProgressNode(String name) {
    this.name = name;
  }

  /** How far a thing has come. */
  enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    LEFT_UNDONE
  }

  String name() {
    return name;
  }

  /** The containers of a pod that has lines for them. */
  List<ProgressNode> parts() {
    return parts;
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Takes the steps of the only part for its own. */
  void absorb(ProgressNode only) {
    steps.addAll(only.steps);
  }

  void started(Step step, long nanos) {
    if (begun == 0) {
      firstNanos = nanos;
    }
    begun++;
    running.put(step, nanos);
  }

  void finished(Step step, long nanos) {
    running.remove(step);
    ended++;
    lastNanos = nanos;
    Ending reached = StepPhase.ending(step.action());
    ending = reached.compareTo(ending) > 0 ? reached : ending;
  }

  void failed(Step step, long nanos) {
    running.remove(step);
    lastNanos = nanos;
    failed = failed == null ? step : failed;
  }

  void skipped(Step step) {
    running.remove(step);
    skipped++;
  }

  /** Its own state, parts left aside. */
  private State ownState() {
    if (failed != null) {
      return State.FAILED;
    }
    if (!running.isEmpty()) {
      return State.RUNNING;
    }
    if (ended == steps.size()) {
      return State.DONE;
    }
    return skipped > 0 ? State.LEFT_UNDONE : State.WAITING;
  }

  /** Its state, which is that of its parts, too: what fails first, then what runs. */
  State state() {
    State worst = ownState();
    boolean isBegun = begun > 0;
    for (ProgressNode part : parts) {
      worst = worse(worst, part.state());
      isBegun |= part.begun > 0;
    }
    return worst == State.WAITING && isBegun && !parts.isEmpty() ? State.RUNNING : worst;
  }

  private static State worse(State a, State b) {
    return rank(a) >= rank(b) ? a : b;
  }

  private static int rank(State state) {
    return switch (state) {
      case DONE -> 0;
      case WAITING -> 1;
      case LEFT_UNDONE -> 2;
      case RUNNING -> 3;
      case FAILED -> 4;
    };
  }

  /** Whether nothing of it was begun. */
  boolean isUntouched() {
    for (ProgressNode part : parts) {
      if (part.begun > 0) {
        return false;
      }
    }
    return begun == 0;
  }

  /** The step that began last of those that run; null when none does. */
  @Nullable Step running() {
    Step last = null;
    for (Step step : running.keySet()) {
      last = step;
    }
    return last;
  }

  /** What it goes through now; empty when nothing runs that is its own. */
  String during(long nanos) {
    Step step = running();
    return step == null
        ? ""
        : StepPhase.during(
            step.action(), Duration.ofNanos(nanos - running.getOrDefault(step, nanos)));
  }

  /** The step that failed; null when none did. */
  @Nullable Step failed() {
    return failed;
  }

  /** The first step that was not begun, given those that were done; null when there is none. */
  @Nullable Step next(Set<String> done) {
    for (Step step : steps) {
      if (!done.contains(step.id()) && !running.containsKey(step)) {
        return step;
      }
    }
    return null;
  }

  /** What it has become, of its parts what all of them have. */
  Ending ending() {
    Ending least = null;
    for (ProgressNode part : parts) {
      Ending one = part.ending();
      least = least == null || one.compareTo(least) < 0 ? one : least;
    }
    return least == null || least == Ending.NOTHING ? ending : least;
  }

  /** How long it took from the first step to the last one. */
  Duration took() {
    long from = begun > 0 ? firstNanos : Long.MAX_VALUE;
    long to = lastNanos;
    for (ProgressNode part : parts) {
      if (part.begun > 0) {
        from = Math.min(from, part.firstNanos);
        to = Math.max(to, part.lastNanos);
      }
    }
    return Duration.ofNanos(from == Long.MAX_VALUE ? 0 : Math.max(0, to - from));
  }
}
