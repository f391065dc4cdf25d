package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.observed.Made;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.Takeover;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What was made for one place in the stack; more than one after a run that died. */
final class Candidates<M extends Made> {
  private final List<M> all = new ArrayList<>(1);
  private final List<M> strays = new ArrayList<>(0);

  void add(M made) {
    all.add(made);
  }

  /** Adds one that cannot stand for the place, because what it is in does not. */
  void addStray(M made) {
    all.add(made);
    strays.add(made);
  }

  /** A generation that none of them has. */
  int nextGeneration() {
    int highest = 0;
    for (M made : all) {
      highest = Math.max(highest, made.generation());
    }
    return highest + 1;
  }

  /**
   * The one that stands for the place: the newest to which the wanted fields were applied, else the
   * newest; never one that a run left half made or half removed.
   *
   * @param pod the pod that stands for the replica: a container in it comes before all others
   */
  @Nullable M current(SortedMap<String, String> wanted, @Nullable String pod) {
    M current = null;
    for (M made : all) {
      if (leftoverReason(made) == null
          && !strays.contains(made)
          && (current == null || isBetter(made, current, wanted, pod))) {
        current = made;
      }
    }
    return current;
  }

  private static boolean isBetter(
      Made made, Made than, SortedMap<String, String> wanted, @Nullable String pod) {
    boolean isHere = isIn(made, pod);
    if (isHere != isIn(than, pod)) {
      return isHere;
    }
    boolean fits = made.applied().equals(wanted);
    boolean otherFits = than.applied().equals(wanted);
    if (fits != otherFits) {
      return fits;
    }
    return made.generation() != than.generation()
        ? made.generation() > than.generation()
        : made.id().compareTo(than.id()) > 0;
  }

  private static boolean isIn(Made made, @Nullable String pod) {
    return pod != null
        && made instanceof ObservedContainer container
        && pod.equals(container.pod());
  }

  /** All but the given one. */
  List<M> others(@Nullable M kept) {
    List<M> others = new ArrayList<>();
    for (M made : all) {
      if (kept == null || !made.id().equals(kept.id())) {
        others.add(made);
      }
    }
    return others;
  }

  /** Why a leftover is removed, and the given reason for everything else. */
  static RemoveReason reasonToRemove(Made made, RemoveReason reason) {
    RemoveReason leftover = leftoverReason(made);
    return leftover == null ? reason : leftover;
  }

  private static @Nullable RemoveReason leftoverReason(Made made) {
    if (made.isIncomplete()) {
      return RemoveReason.LEFT_INCOMPLETE;
    }
    if (made.isHalfRemoved()) {
      return RemoveReason.LEFT_HALF_REMOVED;
    }
    return made instanceof ObservedPod pod && neverTookOver(pod) ? RemoveReason.SUPERSEDED : null;
  }

  /** Whether a run died before a pod could take the place for which it was made. */
  static boolean neverTookOver(ObservedPod pod) {
    Takeover takeover = pod.takeover();
    return takeover != null && takeover.stage() == Takeover.Stage.STANDBY;
  }
}
