package dev.jpod.cli;

import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.PodRecords;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the containers that people name: by name ({@code shop-web-0}), by instance ({@code web[0]},
 * {@code shop/web[0].nginx}), by pod ({@code web}) when it has only one, or by the start of an id.
 */
final class ContainerSelection {
  private final Selection<ObservedContainer> selection;

  /** A selection that does not know which pods serve. */
  ContainerSelection(List<ObservedContainer> containers) {
    this(containers, _ -> true);
  }

  /**
   * A selection in which a name means, of two pods' containers, those of the pod that serves, and
   * of two in one pod that which runs.
   *
   * @param serves asked for the id of a pod, when a name fits several containers
   */
  ContainerSelection(List<ObservedContainer> containers, Predicate<String> serves) {
    this.selection =
        new Selection<>(
            "container",
            "jpod ps --all",
            containers,
            ContainerSelection::names,
            container ->
                (container.pod() != null && !serves.test(container.pod()))
                    || isStoodInFor(container, containers));
  }

  /** Whether it does not run while another one of the same instance and pod does. */
  private static boolean isStoodInFor(
      ObservedContainer container, List<ObservedContainer> containers) {
    if (container.owner() == null || container.status().isAlive()) {
      return false;
    }
    for (ObservedContainer other : containers) {
      if (other.status().isAlive()
          && container.owner().equals(other.owner())
          && Objects.equals(container.pod(), other.pod())) {
        return true;
      }
    }
    return false;
  }

  /** All containers of the store. */
  static ContainerSelection of(Wiring wiring) {
    PlacedPods pods = PlacedPods.of(new PodRecords(wiring.layout()));
    return new ContainerSelection(
        wiring.engine().observer().observeContainers(), pod -> pods.serves(pod));
  }

  /** The containers of these names, each once, in the order of the names. */
  List<ObservedContainer> all(List<String> names) {
    return selection.all(names);
  }

  /** The container of that name. */
  ObservedContainer one(String name) {
    return selection.one(name);
  }

  /** The container of that name, or null when it fits none. */
  @Nullable ObservedContainer find(String name) {
    return selection.find(name);
  }

  private static Selection.Names names(ObservedContainer container) {
    InstanceKey key = container.owner();
    return key == null
        ? new Selection.Names(container.name(), container.id(), List.of(), List.of())
        : new Selection.Names(
            container.name(),
            container.id(),
            List.of(key.display(), key.toString()),
            List.of(key.pod(), key.stack() + "/" + key.pod(), key.stack() + "-" + key.pod()));
  }
}
