package dev.jpod.cli;

import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.Serving;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of pods with what the host has of them: of two pods that take each other's place, one
 * has neither ports nor names.
 */
final class PlacedPods {
  private final PodRecords records;
  private final @Nullable Set<String> paired;
  private @Nullable Serving serving;

  private PlacedPods(PodRecords records, @Nullable Set<String> paired) {
    this.records = records;
    this.paired = paired;
  }

  /** Those of a store, whichever of them stand side by side. */
  static PlacedPods of(PodRecords records) {
    return new PlacedPods(records, null);
  }

  /**
   * Those of a store, of which others are read only where the containers show that there may be
   * two.
   *
   * @param all every container of the store
   */
  static PlacedPods of(PodRecords records, List<ObservedContainer> all) {
    Map<String, String> podsByName = new HashMap<>();
    Set<String> paired = new HashSet<>();
    for (ObservedContainer container : all) {
      String pod = container.pod();
      String other = pod == null ? null : podsByName.putIfAbsent(container.name(), pod);
      if (pod != null && other != null && !other.equals(pod)) {
        paired.add(pod);
        paired.add(other);
      }
    }
    return new PlacedPods(records, paired);
  }

  /** The pod of that id, or null when it has no record. */
  @Nullable PodRecord find(String id) {
    PodRecord pod = records.find(id);
    boolean alone = paired != null && !paired.contains(id);
    return pod == null || alone || serves(id) ? pod : pod.silent();
  }

  /** Whether what a pod has of ports and names is the host's. */
  boolean serves(String id) {
    Serving known = serving;
    if (known == null) {
      known = PodRecords.serving(records.all());
      serving = known;
    }
    return known.serves(id);
  }

  /** What the pod of a container is to another one. */
  PodRole roleOf(ObservedContainer container) {
    String id = container.pod();
    if (id == null || (paired != null && !paired.contains(id))) {
      return PodRole.SERVING;
    }
    PodRecord pod = records.find(id);
    return pod == null ? PodRole.SERVING : PodRole.of(serves(id), pod.takeover());
  }

  /** All of them. */
  List<PodRecord> all() {
    List<PodRecord> all = records.all();
    Serving now = PodRecords.serving(all);
    List<PodRecord> placed = new ArrayList<>(all.size());
    for (PodRecord pod : all) {
      placed.add(now.serves(pod.id()) ? pod : pod.silent());
    }
    return placed;
  }
}
