package dev.jpod.plan;

import dev.jpod.diff.ChangeSet;
import dev.jpod.observed.ObservedHost;
import java.util.Set;

/** Orders changes into steps. The same input gives the same plan, in whatever order it comes. */
public final class Planner {
  private Planner() {}

  /** The steps that make the changes. */
  @SuppressWarnings("DoNotCallSuggester")
  public static Plan plan(ChangeSet changes) {
    throw new UnsupportedOperationException(changes.stack());
  }

  /**
   * The steps that remove every container of a stack, leftovers of interrupted runs included.
   *
   * @param stackVolumes the names on the host of the volumes that were made for the stack
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static Plan destroy(
      String stack, ObservedHost host, Set<String> stackVolumes, VolumeFate volumes) {
    throw new UnsupportedOperationException(stack + host + stackVolumes + volumes);
  }
}
