package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.diff.Field;
import dev.jpod.model.InstanceKey;
import dev.jpod.plan.Action.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes down the containers that nothing wants: what depended on others goes before them, by what
 * was last applied to each.
 */
final class Removals {
  private final StepGraph graph;
  private final Lanes lanes;

  /** The steps of one removal. */
  private record Descent(Change.Remove change, String first, String last) {}

  Removals(StepGraph graph, Lanes lanes) {
    this.graph = graph;
    this.lanes = lanes;
  }

  /**
   * Adds a removal by itself.
   *
   * @return its last step
   */
  String addAlone(Change.Remove change) {
    return add(change).last();
  }

  /**
   * Adds removals in reverse order of dependency.
   *
   * @param after the step that all of them wait for, or null
   * @return the last step of each
   */
  List<String> addAll(List<Change.Remove> changes, @Nullable String after) {
    Map<String, List<Descent>> pods = new TreeMap<>();
    List<String> last = new ArrayList<>(changes.size());
    for (Change.Remove change : changes) {
      Descent descent = add(change);
      graph.order(after, descent.first());
      last.add(descent.last());
      pods.computeIfAbsent(change.key().pod(), _ -> new ArrayList<>()).add(descent);
    }
    orderPods(pods);
    pods.values().forEach(this::orderContainers);
    return last;
  }

  private Descent add(Change.Remove change) {
    String cause = Reasons.of(change).text();
    String removed = lanes.remove(change.key(), change.container(), standing(change), cause);
    if (!Lanes.hasProcess(change.container())) {
      return new Descent(change, removed, removed);
    }
    String stopped = lanes.stop(change.key(), change.container(), standing(change), cause);
    graph.order(stopped, removed);
    return new Descent(change, stopped, removed);
  }

  private static Standing standing(Change.Remove change) {
    return change.reason() == RemoveReason.SUPERSEDED ? Standing.OLD : Standing.ALONE;
  }

  private void orderPods(Map<String, List<Descent>> pods) {
    SortedMap<String, SortedSet<String>> dependencies = new TreeMap<>();
    pods.forEach(
        (pod, descents) -> {
          SortedSet<String> own = dependencies.computeIfAbsent(pod, _ -> new TreeSet<>());
          for (Descent descent : descents) {
            own.addAll(dependencies(descent.change(), ""));
          }
          own.retainAll(pods.keySet());
        });
    Precedence.withoutCircles(dependencies)
        .forEach(
            (pod, on) -> {
              if (!on.isEmpty()) {
                List<Descent> dependants = pods.getOrDefault(pod, List.of());
                String gone = graph.join("pod/" + pod + "/gone", lastOf(dependants));
                for (String dependency : on) {
                  orderAfter(gone, pods.getOrDefault(dependency, List.of()));
                }
              }
            });
  }

  private void orderContainers(List<Descent> ofPod) {
    Map<InstanceKey, List<Descent>> byKey = new HashMap<>();
    SortedMap<String, SortedSet<String>> dependencies = new TreeMap<>();
    for (Descent descent : ofPod) {
      InstanceKey key = descent.change().key();
      byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(descent);
      Set<String> on = dependencies(descent.change(), key.pod() + ".");
      dependencies.computeIfAbsent(key.container(), _ -> new TreeSet<>()).addAll(on);
    }
    Map<String, Set<String>> order = Precedence.withoutCircles(dependencies);
    for (Descent descent : ofPod) {
      InstanceKey key = descent.change().key();
      for (String name : order.getOrDefault(key.container(), Set.of())) {
        InstanceKey on = new InstanceKey(key.stack(), key.pod(), key.replica(), name);
        orderAfter(descent.last(), byKey.getOrDefault(on, List.of()));
      }
    }
  }

  private void orderAfter(@Nullable String earlier, List<Descent> later) {
    for (Descent descent : later) {
      graph.order(earlier, descent.first());
    }
  }

  private static List<String> lastOf(List<Descent> descents) {
    return descents.stream().map(Descent::last).toList();
  }

  /** The names that the container was made to depend on: of pods, or within its pod. */
  private static Set<String> dependencies(Change.Remove change, String within) {
    String prefix = Field.DEPENDS_ON.path() + within;
    Set<String> names = new TreeSet<>();
    for (String path : change.container().applied().tailMap(prefix).keySet()) {
      if (!path.startsWith(prefix)) {
        break;
      }
      String name = path.substring(prefix.length());
      if (name.indexOf('.') < 0) {
        names.add(name);
      }
    }
    return names;
  }
}
