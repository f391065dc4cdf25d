package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.reconcile.Recap.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** Whether not even an image came, and no hook has run. */
  boolean hasDoneNothing() {
    for (Step step : plan.steps()) {
      boolean isIdle = step.action() instanceof Action.Milestone || step.action().isWait();
      if (!isIdle && hasBegun(step)) {
        return false;
      }
    }
    return true;
  }

  /** Whether anything but images was touched, or may have been. */
  boolean hasTouched() {
    for (Step step : plan.steps()) {
      boolean harmless =
          step.action() instanceof Action.PullImage
              || step.action() instanceof Action.Milestone
              || step.action() instanceof Action.RunHook
              || step.action().isWait();
      if (!harmless && hasBegun(step)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a step was done, or at least tried. */
  boolean hasBegun(Step step) {
    return switch (results.getOrDefault(step.id(), Result.SKIPPED)) {
      case DONE -> true;
      case SKIPPED -> false;
      case FAILED -> !hasNotBegun(step);
    };
  }

  private boolean hasNotBegun(Step step) {
    for (FailedStep failed : failures) {
      if (failed.step().equals(step) && failed.reason() instanceof NotBegun) {
        return true;
      }
    }
    return false;
  }

  /** Whether a step was done. */
  boolean hasDone(Step step) {
    return results.get(step.id()) == Result.DONE;
  }

  /** Counts by container: the worst result of its steps is that of the whole. */
  Recap recap() {
    Map<String, Result> worst = new HashMap<>();
    Map<PodKey, Set<InstanceKey>> members = members();
    Done volumes = new Done();
    Done networks = new Done();
    int pulled = 0;
    for (Step step : plan.steps()) {
      Result result = results.getOrDefault(step.id(), Result.SKIPPED);
      Action action = step.action();
      if (result == Result.DONE) {
        volumes.countVolume(action);
        networks.countNetwork(action);
        if (action instanceof Action.PullImage) {
          pulled++;
        }
      }
      if (action.isWait() && result == Result.DONE) {
        continue;
      }
      for (String subject : subjects(action, result, members)) {
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
        kept + changed, changed, failed, skipped, pulled, volumes.tally(), networks.tally());
  }

  /** What was done to things of one kind, by their names. */
  private static final class Done {
    private final Set<String> made = new HashSet<>();
    private final Set<String> changed = new HashSet<>();
    private final Set<String> removed = new HashSet<>();

    void countVolume(Action action) {
      if (action instanceof Action.CreateVolume create) {
        made.add(create.name());
      } else if (action instanceof Action.RelabelVolume relabel) {
        changed.add(relabel.name());
      } else if (action instanceof Action.RemoveVolume remove) {
        removed.add(remove.name());
      }
    }

    void countNetwork(Action action) {
      if (action instanceof Action.CreateNetwork create) {
        made.add(create.name());
      } else if (action instanceof Action.ReviseNetwork revise) {
        changed.add(revise.name());
      } else if (action instanceof Action.RemoveNetwork remove) {
        removed.add(remove.name());
      }
    }

    /** What was removed and made again was changed. */
    Tally tally() {
      Set<String> replaced = new HashSet<>(made);
      replaced.retainAll(removed);
      return new Tally(
          made.size() - replaced.size(),
          changed.size() + replaced.size(),
          removed.size() - replaced.size());
    }
  }

  private Map<PodKey, Set<InstanceKey>> members() {
    Map<PodKey, Set<InstanceKey>> members = new HashMap<>();
    for (Change change : plan.changes().changes()) {
      members.computeIfAbsent(change.key().podKey(), _ -> new HashSet<>()).add(change.key());
    }
    return members;
  }

  /** An image, a volume or a network counts with the containers only when something went wrong. */
  private static List<String> subjects(
      Action action, Result result, Map<PodKey, Set<InstanceKey>> members) {
    return switch (action) {
      case Action.OnContainer onContainer -> List.of(subject(onContainer.key()));
      case Action.OnPod onPod -> subjects(onPod.key(), members);
      case Action.PullImage pull -> unlessDone(result, "image " + pull.image().reference());
      case Action.CreateVolume volume -> unlessDone(result, "volume " + volume.name());
      case Action.RelabelVolume volume -> unlessDone(result, "volume " + volume.name());
      case Action.RemoveVolume volume -> unlessDone(result, "volume " + volume.name());
      case Action.CreateNetwork network -> unlessDone(result, "network " + network.name());
      case Action.ReviseNetwork network -> unlessDone(result, "network " + network.name());
      case Action.RemoveNetwork network -> unlessDone(result, "network " + network.name());
      case Action.RunHook run -> unlessDone(result, "hook " + run.hook().name());
      case Action.Milestone _ -> List.of();
    };
  }

  private static List<String> subjects(PodKey key, Map<PodKey, Set<InstanceKey>> members) {
    List<String> subjects = new ArrayList<>();
    for (InstanceKey member : members.getOrDefault(key, Set.of())) {
      subjects.add(subject(member));
    }
    return subjects.isEmpty() ? List.of("pod " + key) : subjects;
  }

  private static List<String> unlessDone(Result result, String subject) {
    return result == Result.DONE ? List.of() : List.of(subject);
  }

  private static String subject(InstanceKey key) {
    return "container " + key;
  }
}
