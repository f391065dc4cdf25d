package dev.jpod.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps the replicas of a pod from going down together. */
final class Rollout {
  private Rollout() {}

  /**
   * Makes each replica that is replaced or restarted wait until the one before it is back.
   *
   * @param lanes sorted by instance
   */
  static void oneReplicaAtATime(StepGraph graph, List<Lane> lanes) {
    Map<String, SortedMap<Integer, List<Lane>>> pods = new TreeMap<>();
    for (Lane lane : lanes) {
      if (lane.isInterruption()) {
        pods.computeIfAbsent(lane.key().pod(), _ -> new TreeMap<>())
            .computeIfAbsent(lane.key().replica(), _ -> new ArrayList<>())
            .add(lane);
      }
    }
    pods.forEach((pod, replicas) -> chain(graph, pod, replicas));
  }

  private static void chain(StepGraph graph, String pod, SortedMap<Integer, List<Lane>> replicas) {
    String back = null;
    for (Map.Entry<Integer, List<Lane>> replica : replicas.entrySet()) {
      List<String> ready = new ArrayList<>();
      for (Lane lane : replica.getValue()) {
        graph.order(back, lane.disruption());
        if (lane.ready() != null) {
          ready.add(lane.ready());
        }
      }
      boolean isLast = replica.getKey().equals(replicas.lastKey());
      back = isLast ? null : graph.join("pod/" + pod + "/" + replica.getKey() + "/back", ready);
    }
  }
}
