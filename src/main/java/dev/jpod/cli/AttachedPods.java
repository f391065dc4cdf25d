package dev.jpod.cli;

import dev.jpod.model.Endpoint;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which pods are attached to the networks of a store, by their records. */
final class AttachedPods {
  private final Map<String, List<AttachedPod>> byNetwork = new HashMap<>();

  private AttachedPods() {}

  /** One pod's place in one network. */
  record AttachedPod(PodRecord pod, Endpoint endpoint) {}

  static AttachedPods of(StoreLayout layout) {
    AttachedPods attached = new AttachedPods();
    List<PodRecord> pods = new ArrayList<>(PlacedPods.of(new PodRecords(layout)).all());
    pods.sort(Comparator.comparing(PodRecord::name));
    for (PodRecord pod : pods) {
      for (Endpoint endpoint : pod.endpoints()) {
        attached
            .byNetwork
            .computeIfAbsent(endpoint.network(), network -> new ArrayList<>())
            .add(new AttachedPod(pod, endpoint));
      }
    }
    return attached;
  }

  /** The pods of a network, by name. */
  List<AttachedPod> to(String network) {
    return byNetwork.getOrDefault(network, List.of());
  }
}
