package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.model.InstanceKey;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Outcome.FailedStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the steps of a plan.
 *
 * @param results of every step of the plan, by the step's id
 */
record Execution(Plan plan, Map<String, Result> results, List<FailedStep> failures) {
  Execution {
    results = Map.copyOf(results);
    failures = List.copyOf(failures);
  }

  /** What became of one step. */
  enum Result {
    DONE,
    SKIPPED,
    FAILED
  }

  /** Nothing was to be done. */
  static Execution ofNothing(Plan plan) {
    return new Execution(plan, Map.of(), List.of());
  }

  boolean isComplete() {
    for (Result result : results.values()) {
      if (result != Result.DONE) {
        return false;
      }
    }
    return true;
  }

  /** Counts by container: the worst result of its steps is that of the whole. */
  Recap recap() {
    Map<String, Result> worst = new HashMap<>();
    int newVolumes = 0;
    int relabelledVolumes = 0;
    int lostVolumes = 0;
    for (Step step : plan.steps()) {
      Result result = results.getOrDefault(step.id(), Result.SKIPPED);
      if (result == Result.DONE && step.action() instanceof Action.CreateVolume) {
        newVolumes++;
        continue;
      }
      if (result == Result.DONE && step.action() instanceof Action.RelabelVolume) {
        relabelledVolumes++;
        continue;
      }
      if (result == Result.DONE && step.action() instanceof Action.RemoveVolume) {
        lostVolumes++;
        continue;
      }
      String subject = subject(step.action());
      if (!subject.isEmpty()) {
        worst.merge(subject, result, (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    int changed = 0;
    int failed = 0;
    int skipped = 0;
    for (Result result : worst.values()) {
      switch (result) {
        case DONE -> changed++;
        case FAILED -> failed++;
        case SKIPPED -> skipped++;
      }
    }
    int kept = 0;
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.Keep && !worst.containsKey(subject(change.key()))) {
        kept++;
      }
    }
    return new Recap(
        kept + changed, changed, failed, skipped, newVolumes, relabelledVolumes, lostVolumes);
  }

  private static String subject(Action action) {
    return switch (action) {
      case Action.OnContainer onContainer -> subject(onContainer.key());
      case Action.CreateVolume volume -> "volume " + volume.name();
      case Action.RelabelVolume volume -> "volume " + volume.name();
      case Action.RemoveVolume volume -> "volume " + volume.name();
      case Action.Milestone _ -> "";
    };
  }

  private static String subject(InstanceKey key) {
    return "container " + key;
  }
}
