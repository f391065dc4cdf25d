package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.engine.NameClaims;
import dev.jpod.engine.WantedNames;
import dev.jpod.image.ImageStore;
import dev.jpod.model.OnFailure;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Executor.StepRunner;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries plans of one run out. */
record StackExecution(
    Room room,
    HostHooks hooks,
    RunOptions options,
    RunJournal journal,
    ApplyListener listener,
    Drain drain) {

  /** What stands between the executor and the engine. */
  @FunctionalInterface
  interface Around {
    /** Nothing does. */
    Around NOTHING = steps -> steps;

    StepRunner of(StepRunner steps);
  }

  /**
   * Executes a plan to its end, or as far as it comes.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED, with nothing touched, when somebody else
   *     has a name that it needs
   */
  Execution execute(Plan plan, OnFailure onFailure, Around around) {
    if (plan.steps().isEmpty()) {
      return Execution.ofNothing(plan);
    }
    EngineSteps steps =
        new EngineSteps(
            plan,
            room.engine(),
            new Pulls(room.catalog(), listener, drain),
            new HookRuns(hooks, plan, listener),
            options,
            journal,
            new Draining(room.engine().pods(), listener, drain));
    WantedNames names = PlannedNames.of(plan);
    try (NameClaims.@Nullable Claim _ = names.isEmpty() ? null : room.engine().names().take(names);
        ImageStore.Hold _ = room.images().hold()) {
      return new Executor(around.of(steps), listener, drain, options.parallelism(), onFailure)
          .run(plan);
    }
  }

  /** Has the secrets remembered that a plan replaces. */
  static Around remembering(Plan plan, SecretMemory memory, Room room) {
    Map<String, ObservedContainer> containers = new HashMap<>();
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.OfCurrent ofCurrent) {
        containers.put(ofCurrent.current().id(), ofCurrent.current());
      } else if (change instanceof Change.Remove remove) {
        containers.put(remove.container().id(), remove.container());
      }
    }
    return steps ->
        step -> {
          ObservedContainer container = containers.get(overwritten(step));
          if (container != null) {
            memory.remember(container, room.engine().containers());
          }
          steps.run(step);
        };
  }

  /** The container whose secrets a step writes over or removes; empty when it does neither. */
  private static String overwritten(Step step) {
    if (step.action() instanceof Action.RewriteFiles rewrite) {
      return rewrite.id();
    }
    return step.action() instanceof Action.RemoveContainer remove ? remove.id() : "";
  }
}
