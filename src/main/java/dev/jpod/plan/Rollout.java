package dev.jpod.plan;

import dev.jpod.model.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the replicas of a pod from going down together. */
final class Rollout {
  private Rollout() {}

  /**
   * Makes each replica that is replaced or restarted wait for an earlier one, so that no more than
   * the pod's {@code update} says are under way at once, in the order that it says.
   */
  static void inTurns(StepGraph graph, PodLanes podLanes, List<Lane> lanes) {
    Map<String, SortedMap<Integer, List<Lane>>> pods = new TreeMap<>();
    for (Lane lane : lanes) {
      if (lane.isInterruption()) {
        pods.computeIfAbsent(lane.key().pod(), _ -> new TreeMap<>())
            .computeIfAbsent(lane.key().replica(), _ -> new ArrayList<>())
            .add(lane);
      }
    }
    pods.forEach((pod, replicas) -> chain(graph, podLanes, pod, replicas));
  }

  private static void chain(
      StepGraph graph, PodLanes podLanes, String pod, SortedMap<Integer, List<Lane>> byNumber) {
    Update update = byNumber.firstEntry().getValue().getFirst().desired().pod().update();
    List<List<Lane>> replicas =
        new ArrayList<>(
            switch (update.order()) {
              case ASCENDING -> byNumber.values();
              case DESCENDING -> byNumber.reversed().values();
            });
    for (int i = update.parallel(); i < replicas.size(); i++) {
      String back = back(graph, podLanes, pod, replicas.get(i - update.parallel()));
      replicas.get(i).forEach(lane -> graph.order(back, lane.disruption()));
    }
  }

  /** The step after which a replica is back, and nothing of it is there twice. */
  private static @Nullable String back(
      StepGraph graph, PodLanes podLanes, String pod, List<Lane> containers) {
    List<String> done = new ArrayList<>();
    for (Lane lane : containers) {
      String settled = lane.settled();
      if (settled != null) {
        done.add(settled);
      }
    }
    PodLane podLane = podLanes.of(containers.getFirst().key().podKey());
    if (podLane.takeOver() != null && podLane.removal() != null) {
      done.clear();
      done.add(podLane.removal());
    }
    int replica = containers.getFirst().key().replica();
    return graph.join("pod/" + pod + "/" + replica + "/back", done);
  }
}
