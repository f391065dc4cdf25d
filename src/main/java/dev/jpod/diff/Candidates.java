package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The containers that were made for one instance; more than one after a run that died. */
final class Candidates {
  private final List<ObservedContainer> containers = new ArrayList<>(1);

  void add(ObservedContainer container) {
    containers.add(container);
  }

  /** A generation that none of them has. */
  int nextGeneration() {
    int highest = 0;
    for (ObservedContainer container : containers) {
      highest = Math.max(highest, container.generation());
    }
    return highest + 1;
  }

  /**
   * The one that stands for the instance: the newest to which the wanted fields were applied, else
   * the newest; never one that a run left half made or half removed.
   */
  @Nullable ObservedContainer current(SortedMap<String, String> wanted) {
    ObservedContainer current = null;
    for (ObservedContainer container : containers) {
      if (leftoverReason(container) == null
          && (current == null || isBetter(container, current, wanted))) {
        current = container;
      }
    }
    return current;
  }

  private static boolean isBetter(
      ObservedContainer container, ObservedContainer than, SortedMap<String, String> wanted) {
    boolean fits = container.applied().equals(wanted);
    boolean otherFits = than.applied().equals(wanted);
    if (fits != otherFits) {
      return fits;
    }
    return container.generation() != than.generation()
        ? container.generation() > than.generation()
        : container.id().compareTo(than.id()) > 0;
  }

  /** Adds the removal of every container but the given one. */
  void removeOthers(
      InstanceKey key,
      @Nullable ObservedContainer kept,
      RemoveReason reason,
      List<Change> changes) {
    for (ObservedContainer container : containers) {
      if (kept == null || !container.id().equals(kept.id())) {
        RemoveReason leftover = leftoverReason(container);
        changes.add(new Change.Remove(key, container, leftover == null ? reason : leftover));
      }
    }
  }

  private static @Nullable RemoveReason leftoverReason(ObservedContainer container) {
    if (container.status() instanceof ContainerStatus.Incomplete) {
      return RemoveReason.LEFT_INCOMPLETE;
    }
    return container.status() instanceof ContainerStatus.Removing
        ? RemoveReason.LEFT_HALF_REMOVED
        : null;
  }
}
