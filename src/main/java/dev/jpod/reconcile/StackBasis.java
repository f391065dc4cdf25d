package dev.jpod.reconcile;

import dev.jpod.plan.Basis;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.util.Optional;
import java.util.OptionalLong;

/** What a plan for a stack builds on. */
public final class StackBasis {
  private StackBasis() {}

  /** The revision that the stack is at, and the number of the next one. */
  public static Basis of(StackStore store) {
    StackRevision current = store.current();
    StackRevision newest = store.newest();
    return current == null || newest == null
        ? Basis.UNKNOWN
        : new Basis(
            Optional.of(current.lineage()),
            OptionalLong.of(current.serial()),
            Optional.ofNullable(current.commit()),
            OptionalLong.of(newest.serial() + 1));
  }
}
