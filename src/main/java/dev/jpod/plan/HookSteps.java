package dev.jpod.plan;

import dev.jpod.model.HostHook;
import dev.jpod.model.HostHook.Moment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hooks of a stack around the steps of a plan: those before it run when all images are
 * there, one after the other, and every other step waits for them; those after it wait for all.
 */
public final class HookSteps {
  private static final String CAUSE = "a hook of the stack";

  private final Plan plan;
  private final List<Step> steps = new ArrayList<>();

  private HookSteps(Plan plan) {
    this.plan = plan;
  }

  /** The plan with its hooks; one that changes nothing stays as it is. */
  public static Plan around(Plan plan, List<HostHook> hooks) {
    return plan.changesNothing() || plan.steps().isEmpty() || hooks.isEmpty()
        ? plan
        : new HookSteps(plan).with(hooks);
  }

  private Plan with(List<HostHook> hooks) {
    Set<String> first = imageSteps();
    for (Step step : plan.steps()) {
      if (first.contains(step.id())) {
        steps.add(step);
      }
    }
    String before = chain(hooks, Moment.PRE_APPLY, first);
    for (Step step : plan.steps()) {
      if (!first.contains(step.id())) {
        steps.add(before == null ? step : behind(step, before, first));
      }
    }
    chain(hooks, Moment.POST_APPLY, last());
    return plan.withSteps(steps);
  }

  /** What brings images in, and what only waits for that. */
  private Set<String> imageSteps() {
    Set<String> found = new HashSet<>();
    for (Step step : plan.steps()) {
      boolean onlyWaits =
          step.action() instanceof Action.Milestone
              && !step.after().isEmpty()
              && found.containsAll(step.after());
      if (step.action() instanceof Action.PullImage || onlyWaits) {
        found.add(step.id());
      }
    }
    return found;
  }

  private static Step behind(Step step, String hook, Set<String> first) {
    if (!first.containsAll(step.after())) {
      return step;
    }
    Set<String> after = new HashSet<>(step.after());
    after.add(hook);
    return new Step(step.id(), step.action(), after, step.cause());
  }

  /** The steps that no other waits for. */
  private Set<String> last() {
    Set<String> last = new HashSet<>();
    steps.forEach(step -> last.add(step.id()));
    steps.forEach(step -> last.removeAll(step.after()));
    return last;
  }

  /** Adds the hooks of one moment, and gives the id of the last of them. */
  private @Nullable String chain(List<HostHook> hooks, Moment moment, Set<String> after) {
    String id = null;
    for (HostHook hook : hooks) {
      if (hook.moment() == moment) {
        Action action = new Action.RunHook(hook);
        steps.add(new Step(Ids.of(action), action, id == null ? after : Set.of(id), CAUSE));
        id = Ids.of(action);
      }
    }
    return id;
  }
}
