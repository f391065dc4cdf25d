package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.diff.PodChange;
import dev.jpod.engine.WantedNames;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that a plan gives to pods and containers, and takes over with those that it adopts. */
final class PlannedNames {
  private final Map<String, PodKey> pods = new HashMap<>();
  private final Map<String, InstanceKey> containers = new HashMap<>();
  private final Set<String> adopted = new HashSet<>();

  private PlannedNames() {}

  static WantedNames of(Plan plan) {
    PlannedNames names = new PlannedNames();
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.SetUpPod setUp) {
        names.pods.put(setUp.key().podName(), setUp.key());
      } else if (step.action() instanceof Action.CreateContainer create) {
        names.containers.put(create.key().containerName(), create.key());
      }
    }
    for (PodChange change : plan.changes().pods()) {
      names.adopt(change.key(), current(change));
    }
    for (Change change : plan.changes().changes()) {
      names.adopt(change.key(), current(change));
    }
    return new WantedNames(plan.stack(), names.pods, names.containers, names.adopted);
  }

  private void adopt(PodKey key, @Nullable ObservedPod pod) {
    if (pod != null && pod.isAdopted()) {
      pods.put(pod.name(), key);
      adopted.add(pod.id());
    }
  }

  private void adopt(InstanceKey key, @Nullable ObservedContainer container) {
    if (container != null && container.isAdopted()) {
      containers.put(container.name(), key);
      adopted.add(container.id());
    }
  }

  private static @Nullable ObservedPod current(PodChange change) {
    if (change instanceof PodChange.OfCurrent ofCurrent) {
      return ofCurrent.current();
    }
    return change instanceof PodChange.Remove remove ? remove.pod() : null;
  }

  private static @Nullable ObservedContainer current(Change change) {
    if (change instanceof Change.OfCurrent ofCurrent) {
      return ofCurrent.current();
    }
    return change instanceof Change.Remove remove ? remove.container() : null;
  }
}
