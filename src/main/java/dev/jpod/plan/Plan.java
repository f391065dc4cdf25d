package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.Obstacle;
import dev.jpod.diff.PodChange;
import dev.jpod.model.HostHook;
import java.util.ArrayList;
import java.util.List;

/**
 * What an apply or a destroy is going to do.
 *
 * @param steps in an order in which they could run one by one; acyclic
 * @param warnings what does not stand in its way, but should be known
 */
public record Plan(
    ChangeSet changes, List<Step> steps, List<Hazard> hazards, List<Warning> warnings) {
  public Plan {
    steps = List.copyOf(steps);
    hazards = List.copyOf(hazards);
    warnings = List.copyOf(warnings);
  }

  /** The same plan with other steps. */
  Plan withSteps(List<Step> other) {
    return new Plan(changes, other, hazards, warnings);
  }

  /** The programs of the host that run before and after all else, in their order. */
  public List<HostHook> hooks() {
    List<HostHook> hooks = new ArrayList<>(0);
    for (Step step : steps) {
      if (step.action() instanceof Action.RunHook run) {
        hooks.add(run.hook());
      }
    }
    return hooks;
  }

  /** The name of the stack. */
  public String stack() {
    return changes.stack();
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty() && blocked().isEmpty();
  }

  /** Whether there is anything that somebody who applies it should read first. */
  public boolean hasNews() {
    return !isEmpty() || !changes.reported().isEmpty();
  }

  /** Whether it leaves everything as it is, apart from waiting for what is under way. */
  public boolean changesNothing() {
    if (!blocked().isEmpty()) {
      return false;
    }
    for (Step step : steps) {
      if (!step.action().isWait()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether something is wanted otherwise than before, and not only what has ended to come back.
   */
  public boolean wantsSomethingElse() {
    if (!changes.networks().isEmpty() || !changes.missingVolumes().isEmpty()) {
      return true;
    }
    for (PodChange change : changes.pods()) {
      if (change instanceof PodChange.OfCurrent ofCurrent
          && !ofCurrent.difference().fields().isEmpty()) {
        return true;
      }
    }
    for (Change change : changes.changes()) {
      boolean staysAsItIs =
          change instanceof Change.OfCurrent ofCurrent
              && ofCurrent.difference().fields().isEmpty()
              && !(change instanceof Change.Replace);
      if (!staysAsItIs) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing of the stack is left afterwards. */
  boolean isDestruction() {
    return changes.pods().stream().noneMatch(PodChange.OfWanted.class::isInstance);
  }

  /** The plan in numbers and names. */
  public Summary summary() {
    return Summary.of(this);
  }

  /** The changes that a person has to decide first; while there are any, no step may run. */
  public List<Obstacle> blocked() {
    List<Obstacle> blocked = new ArrayList<>(0);
    blocked.addAll(changes.foreignVolumes());
    for (NetworkChange change : changes.networks()) {
      if (change instanceof NetworkChange.Blocked each) {
        blocked.add(each);
      }
    }
    for (PodChange change : changes.pods()) {
      if (change instanceof PodChange.Blocked each) {
        blocked.add(each);
      } else if (change instanceof PodChange.Protected each) {
        blocked.add(each);
      }
    }
    for (Change change : changes.changes()) {
      if (change instanceof Change.Blocked each) {
        blocked.add(each);
      }
    }
    return blocked;
  }
}
