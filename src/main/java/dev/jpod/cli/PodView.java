package dev.jpod.cli;

import dev.jpod.engine.Observer;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.Serving;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod with its containers, as they are shown. */
record PodView(ObservedPod pod, PodRole role, List<ObservedContainer> containers) {
  PodView {
    containers = List.copyOf(containers);
  }

  /** All pods in the order of a plan; what belongs to no stack comes last. */
  static List<PodView> all(Observer observer) {
    List<ObservedPod> pods = new ArrayList<>(observer.observe().pods());
    pods.sort(PodView::byPlace);
    return of(pods, pods, observer);
  }

  /** The pods of these names, each once, in the order of the names. */
  static List<PodView> named(List<String> names, Observer observer) {
    List<ObservedPod> pods = observer.observe().pods();
    return of(new PodSelection(pods).all(names), pods, observer);
  }

  /** All pods with what the host has of them: one that does not serve has no ports and names. */
  static List<ObservedPod> placed(Observer observer) {
    List<ObservedPod> pods = observer.observe().pods();
    Serving serving = Serving.amongObserved(pods);
    List<ObservedPod> placed = new ArrayList<>();
    for (ObservedPod pod : pods) {
      placed.add(serving.serves(pod.id()) ? pod : pod.silent());
    }
    return placed;
  }

  private static List<PodView> of(
      List<ObservedPod> chosen, List<ObservedPod> all, Observer observer) {
    Map<String, List<ObservedContainer>> byPod = new HashMap<>();
    for (ObservedContainer container : observer.observeContainers()) {
      String pod = container.pod();
      if (pod != null) {
        byPod.computeIfAbsent(pod, id -> new ArrayList<>()).add(container);
      }
    }
    Serving serving = Serving.amongObserved(all);
    List<PodView> views = new ArrayList<>();
    for (ObservedPod pod : chosen) {
      boolean serves = serving.serves(pod.id());
      views.add(
          new PodView(
              serves ? pod : pod.silent(),
              PodRole.of(serves, pod.takeover()),
              byPod.getOrDefault(pod.id(), List.of())));
    }
    return views;
  }

  /** Running, Degraded, and so on. */
  String state() {
    return PodStates.of(pod, containers);
  }

  private static int byPlace(ObservedPod a, ObservedPod b) {
    Comparator<@Nullable PodKey> byKey = Comparator.nullsLast(Comparator.naturalOrder());
    int order = byKey.compare(a.owner(), b.owner());
    order = order == 0 ? a.name().compareTo(b.name()) : order;
    return order == 0 ? Integer.compare(a.generation(), b.generation()) : order;
  }
}
