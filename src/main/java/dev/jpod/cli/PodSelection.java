package dev.jpod.cli;

import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.Serving;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pods that people name: by name ({@code shop-web-0}), by place ({@code web[0]}, {@code
 * shop/web[0]}), by the name in the stack file ({@code web}) when there is only one, or by the
 * start of an id.
 */
final class PodSelection {
  private final Selection<ObservedPod> selection;

  /**
   * A selection in which a name means, of two pods that take each other's place, the one that
   * serves.
   */
  PodSelection(List<ObservedPod> pods) {
    this.selection =
        new Selection<>(
            "pod",
            "jpod pod ls",
            pods,
            PodSelection::names,
            pod -> !Serving.amongObserved(pods).serves(pod.id()));
  }

  /** The pods of these names, each once, in the order of the names. */
  List<ObservedPod> all(List<String> names) {
    return selection.all(names);
  }

  /** The pod of that name. */
  ObservedPod one(String name) {
    return selection.one(name);
  }

  /** The pod of that name, or null when it fits none. */
  @Nullable ObservedPod find(String name) {
    return selection.find(name);
  }

  private static Selection.Names names(ObservedPod pod) {
    PodKey key = pod.owner();
    return key == null
        ? new Selection.Names(pod.name(), pod.id(), List.of(), List.of())
        : new Selection.Names(
            pod.name(),
            pod.id(),
            List.of(key.display(), key.toString()),
            List.of(key.pod(), key.stack() + "/" + key.pod(), key.stack() + "-" + key.pod()));
  }
}
