package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.HealthChecks;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps that wait for health checks. */
final class HealthWaits {
  private final StepGraph graph;
  private final HealthChecks checks;
  private final Patience patience;
  private final Map<InstanceKey, String> steps = new HashMap<>();

  HealthWaits(StepGraph graph, HealthChecks checks, Patience patience) {
    this.graph = graph;
    this.checks = checks;
    this.patience = patience;
  }

  /** Whether a container that is there is in this state. */
  static boolean isAny(Health health, ChangeSet changes) {
    for (Change change : changes.changes()) {
      if (change instanceof Change.OfCurrent ofCurrent && ofCurrent.current().health() == health) {
        return true;
      }
    }
    return false;
  }

  /**
   * The step after which a container that is started is healthy.
   *
   * @return null when it has no check, or nobody waits
   */
  @Nullable String after(@Nullable String started, Change.OfWanted change, Action.Target target) {
    boolean isBeside = change instanceof Change.Replace replace && replace.choice().startsFirst();
    if (!hasCheck(change.desired()) || (patience.waitFor() == WaitFor.STARTED && !isBeside)) {
      return null;
    }
    return add(change.desired(), target, started, isBeside ? "before it takes over" : "");
  }

  /** The step after which a container that runs is healthy; null when it is, or nobody waits. */
  @Nullable String whileStarting(Change.OfCurrent change) {
    return patience.waitFor() == WaitFor.STARTED || change.current().health() != Health.STARTING
        ? null
        : add(
            change.desired(), new Action.Target.Existing(change.current().id()), null, "starting");
  }

  /** The step after which the container of a lane is healthy; null when it is so already. */
  @Nullable String forDependants(Lane lane) {
    if (lane.healthy() != null) {
      return lane.healthy();
    }
    if (lane.ready() == null
        && lane.change() instanceof Change.OfCurrent ofCurrent
        && ofCurrent.current().health() == Health.HEALTHY) {
      return null;
    }
    return add(lane.desired(), lane.target(), lane.ready(), "something depends on it");
  }

  /** Whether anything says of a container of the lane whether it is healthy. */
  boolean isChecked(Lane lane) {
    return hasCheck(lane.desired())
        || (lane.change() instanceof Change.OfCurrent ofCurrent
            && ofCurrent.current().health() != null);
  }

  private boolean hasCheck(Instance instance) {
    return instance.container().role() == Role.MAIN && checks.of(instance) != null;
  }

  private String add(
      Instance instance, Action.Target target, @Nullable String started, String cause) {
    String known = steps.get(instance.key());
    if (known != null) {
      return known;
    }
    String step =
        graph.add(new Action.AwaitHealthy(instance.key(), target, deadline(instance)), cause);
    graph.order(started, step);
    steps.put(instance.key(), step);
    return step;
  }

  /** How long one container of the instance's pod may take. */
  Duration deadline(Instance instance) {
    Duration own = instance.pod().update().deadline();
    return own == null ? patience.deadline() : own;
  }
}
