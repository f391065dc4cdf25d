package dev.jpod.plan;

import dev.jpod.model.Container.Role;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes every step that starts something wait for what the stack file says it depends on. */
final class Gates {
  private final StepGraph graph;
  private final HealthWaits health;
  private final PodLanes podLanes;
  private final Map<InstanceKey, Lane> lanes = new HashMap<>();
  private final Map<String, List<Lane>> pods = new HashMap<>();
  private final Map<String, @Nullable String> gates = new HashMap<>();
  private final Set<InstanceKey> awaited = new HashSet<>();

  Gates(StepGraph graph, HealthWaits health, PodLanes podLanes, List<Lane> all) {
    this.graph = graph;
    this.health = health;
    this.podLanes = podLanes;
    for (Lane lane : all) {
      lanes.put(lane.key(), lane);
      pods.computeIfAbsent(lane.key().pod(), _ -> new ArrayList<>()).add(lane);
    }
  }

  /** What runs to its end before others in a pod starts when all that is to stop has stopped. */
  void openInit(Lane lane) {
    if (lane.isInit() && lane.ready() != null) {
      for (Lane other : pods.getOrDefault(lane.key().pod(), List.of())) {
        if (!other.key().equals(lane.key()) && other.key().replica() == lane.key().replica()) {
          graph.order(other.stop(), lane.ready());
        }
      }
    }
  }

  /** Nor does anything run meanwhile that is to be removed from the pod. */
  void openInit(InstanceKey removed, String removal) {
    for (Lane lane : pods.getOrDefault(removed.pod(), List.of())) {
      if (lane.isInit()
          && lane.ready() != null
          && lane.key().replica() == removed.replica()
          && !lane.key().equals(removed)) {
        graph.order(removal, lane.ready());
      }
    }
  }

  /** Adds the edges that lead to one instance. */
  void open(Lane lane) {
    if (lane.disruption() == null) {
      return;
    }
    InstanceKey key = lane.key();
    lane.desired()
        .pod()
        .dependsOn()
        .forEach((pod, condition) -> graph.order(gate(pod, condition, lane), lane.afterPods()));
    lane.desired()
        .container()
        .dependsOn()
        .forEach(
            (name, condition) -> {
              Lane sibling =
                  lanes.get(new InstanceKey(key.stack(), key.pod(), key.replica(), name));
              if (sibling != null) {
                graph.order(step(sibling, condition, lane), lane.afterSiblings());
              }
            });
  }

  /** Waits for what a run was asked to wait for although nobody depends on it. */
  void awaitCompletion(Lane lane) {
    if (isOneShot(lane) && lane.ready() != null) {
      completion(lane);
    }
  }

  private static boolean isOneShot(Lane lane) {
    return lane.desired().container().role() == Role.MAIN
        && lane.desired().container().lifecycle().restart().isCompletion(0);
  }

  private @Nullable String gate(String pod, DependencyCondition condition, Lane dependant) {
    String name = "pod/" + pod + "/" + condition.name().toLowerCase(Locale.ROOT);
    if (!gates.containsKey(name)) {
      gates.put(name, graph.join(name, steps(pod, condition, dependant)));
    }
    return gates.get(name);
  }

  private List<String> steps(String pod, DependencyCondition condition, Lane dependant) {
    List<String> steps = new ArrayList<>();
    for (Lane lane : pods.getOrDefault(pod, List.of())) {
      String step = step(lane, condition, dependant);
      if (step != null) {
        steps.add(step);
      }
      String takenOver = podLanes.of(lane.key().podKey()).takeOver();
      if (takenOver != null && !steps.contains(takenOver)) {
        steps.add(takenOver);
      }
    }
    return steps;
  }

  /** The step after which the instance meets the condition; null when it does so already. */
  private @Nullable String step(Lane lane, DependencyCondition condition, Lane dependant) {
    return switch (condition) {
      case STARTED -> lane.ready();
      case COMPLETED -> lane.isCompleted() ? null : completion(lane);
      case HEALTHY -> {
        if (health.isChecked(lane)) {
          yield health.forDependants(lane);
        }
        if (isOneShot(lane) || lane.isInit()) {
          yield null;
        }
        throw JpodException.refused(
            "'"
                + dependant.key().display()
                + "' depends on '"
                + lane.key().display()
                + "' being healthy, but neither it nor its image has a health check",
            "give it a 'healthCheck', or use the condition 'started'");
      }
    };
  }

  private String completion(Lane lane) {
    Action.AwaitCompleted await =
        new Action.AwaitCompleted(lane.key(), lane.target(), health.deadline(lane.desired()));
    if (awaited.add(lane.key())) {
      String completed = graph.add(await, "something depends on its completion");
      graph.order(lane.ready(), completed);
      graph.order(lane.rewritten(), completed);
    }
    return Ids.of(await);
  }
}
