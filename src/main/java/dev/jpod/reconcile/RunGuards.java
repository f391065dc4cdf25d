package dev.jpod.reconcile;

import dev.jpod.diff.Change;
import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.diff.HostNames;
import dev.jpod.diff.NetworkChange;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What has to hold of a plan before any of it is done.
 *
 * @param maxRemove how many containers and networks may be removed that nothing wants any more;
 *     empty for any number
 * @param confirmation says of a plan with something to do whether somebody wants it
 */
public record RunGuards(OptionalInt maxRemove, Predicate<Plan> confirmation) {
  /** Lets every plan pass. */
  public static final RunGuards NONE = new RunGuards(OptionalInt.empty(), new Unasked());

  private static final int MOST_NAMES = 10;

  /**
   * Refuses a plan that removes too much.
   *
   * @throws JpodException of kind REFUSED that names what would go
   */
  public void refuseTooManyRemovals(Plan plan) {
    List<String> removed = maxRemove.isEmpty() ? List.of() : removed(plan);
    if (maxRemove.isPresent() && removed.size() > maxRemove.getAsInt()) {
      int shown = Math.min(removed.size(), MOST_NAMES);
      String rest = removed.size() > shown ? " and " + (removed.size() - shown) + " more" : "";
      throw JpodException.refused(
          "the plan removes "
              + removed.size()
              + ", more than the "
              + maxRemove.getAsInt()
              + " that --max-remove allows: "
              + String.join(", ", removed.subList(0, shown))
              + rest,
          "if they are to go, allow more; else put them back into the file");
    }
  }

  /**
   * Asks whether a plan is wanted, if there is something to do.
   *
   * @throws JpodException of kind DECLINED when it is not
   */
  void requireConfirmation(Plan plan) {
    if (!plan.isEmpty() && !confirmation.test(plan)) {
      throw new JpodException(
          Failure.DECLINED, "the plan was not confirmed, and nothing was changed", "");
    }
  }

  /** What leftovers of other runs are removed does not count: nothing is lost with them. */
  private static List<String> removed(Plan plan) {
    List<String> removed = new ArrayList<>();
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.Remove remove && isByIntent(remove.reason())) {
        removed.add(remove.key().display());
      }
    }
    for (NetworkChange change : plan.changes().networks()) {
      if (change instanceof NetworkChange.Remove) {
        removed.add("network " + HostNames.inStackFile(plan.stack(), change.network()));
      }
    }
    return removed;
  }

  private static boolean isByIntent(RemoveReason reason) {
    return switch (reason) {
      case ABSENT_FROM_FILE, SCALED_DOWN, STACK_DESTROYED -> true;
      case LEFT_INCOMPLETE, LEFT_HALF_REMOVED, SUPERSEDED -> false;
    };
  }

  /** Wants every plan; a class of its own, since a lambda is linked at run time on every start. */
  private static final class Unasked implements Predicate<Plan> {
    @Override
    public boolean test(Plan plan) {
      return true;
    }
  }
}
