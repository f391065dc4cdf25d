package dev.jpod.reconcile;

import dev.jpod.engine.WantedNames;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The names that a plan gives to pods and containers. */
final class PlannedNames {
  private PlannedNames() {}

  static WantedNames of(Plan plan) {
    Map<String, PodKey> pods = new HashMap<>();
    Map<String, InstanceKey> containers = new HashMap<>();
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.SetUpPod setUp) {
        pods.put(setUp.key().podName(), setUp.key());
      } else if (step.action() instanceof Action.CreateContainer create) {
        containers.put(create.key().containerName(), create.key());
      }
    }
    return new WantedNames(plan.stack(), pods, containers, Set.of());
  }
}
