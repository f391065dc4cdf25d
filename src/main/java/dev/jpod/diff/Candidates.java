package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.observed.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What was made for one place in the stack; more than one after a run that died. */
final class Candidates<M extends Made> {
  private final List<M> all = new ArrayList<>(1);

  void add(M made) {
    all.add(made);
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
   */
  @Nullable M current(SortedMap<String, String> wanted) {
    M current = null;
    for (M made : all) {
      if (leftoverReason(made) == null && (current == null || isBetter(made, current, wanted))) {
        current = made;
      }
    }
    return current;
  }

  private static boolean isBetter(Made made, Made than, SortedMap<String, String> wanted) {
    boolean fits = made.applied().equals(wanted);
    boolean otherFits = than.applied().equals(wanted);
    if (fits != otherFits) {
      return fits;
    }
    return made.generation() != than.generation()
        ? made.generation() > than.generation()
        : made.id().compareTo(than.id()) > 0;
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
    return made.isHalfRemoved() ? RemoveReason.LEFT_HALF_REMOVED : null;
  }
}
