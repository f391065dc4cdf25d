package dev.jpod.diff;

import dev.jpod.model.Limit;
import dev.jpod.model.Resources;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.observed.UnkeptLimits.Cause;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits that are asked for and that nobody on the host would keep. */
record LimitObstacles(UnkeptLimits unkept) {
  private static final String LIMITS = "resources.";

  /** The limits that are to be set by what changes. */
  static Set<Limit> asked(ChangeSet changes) {
    Set<Limit> asked = EnumSet.noneOf(Limit.class);
    for (Change change : changes.changes()) {
      asked.addAll(Limit.of(set(change)));
    }
    for (PodChange change : changes.pods()) {
      asked.addAll(Limit.of(set(change)));
    }
    return asked;
  }

  private static Resources set(Change change) {
    return switch (change) {
      case Change.Create create -> create.desired().container().resources();
      case Change.Replace replace -> replace.desired().container().resources();
      case Change.Update update -> update.desired().container().resources();
      case Change.Unpause unpause -> changed(unpause);
      case Change.Start start -> changed(start);
      case Change.Restart restart -> changed(restart);
      case Change.Signal _, Change.Rerecord _, Change.Keep _, Change.Blocked _, Change.Remove _ ->
          Resources.DEFAULT;
    };
  }

  /** Those of a container whose limits change besides. */
  private static Resources changed(Change.OfCurrent change) {
    return change.difference().changesLimits()
        ? change.desired().container().resources()
        : Resources.DEFAULT;
  }

  private static Resources set(PodChange change) {
    return switch (change) {
      case PodChange.Create create -> create.desired().pod().resources();
      case PodChange.Replace replace -> replace.desired().pod().resources();
      case PodChange.Update update -> update.desired().pod().resources();
      case PodChange.Raise raise -> raise.desired().pod().resources();
      case PodChange.Keep _, PodChange.Blocked _, PodChange.Protected _, PodChange.Remove _ ->
          Resources.DEFAULT;
    };
  }

  /** The change, or that a limit stands in its way. */
  Change check(Change change) {
    Limit limit = unkept.refuses() ? first(set(change)) : null;
    return limit != null && change instanceof Change.OfWanted wanted
        ? new Change.Blocked(wanted.desired(), LIMITS + limit.field(), reason(limit), hint(limit))
        : change;
  }

  /** The change, or that a limit stands in its way. */
  PodChange check(PodChange change) {
    Limit limit = unkept.refuses() ? first(set(change)) : null;
    return limit != null && change instanceof PodChange.OfWanted wanted
        ? new PodChange.Blocked(
            wanted.desired(), LIMITS + limit.field(), reason(limit), hint(limit))
        : change;
  }

  private @Nullable Limit first(Resources asked) {
    Set<Limit> limits = Limit.of(asked);
    for (Limit limit : unkept.causes().keySet()) {
      if (limits.contains(limit)) {
        return limit;
      }
    }
    return null;
  }

  private String reason(Limit limit) {
    return "the limit '" + limit.field() + "' would be kept by nobody: " + cause(limit).reason();
  }

  private String hint(Limit limit) {
    return cause(limit).hint()
        + "; or take '"
        + limit.field()
        + "' out, or let jpod ignore such limits by "
        + UnkeptLimits.IGNORED_BY;
  }

  private Cause cause(Limit limit) {
    Map<Limit, Cause> causes = unkept.causes();
    Cause cause = causes.get(limit);
    return cause == null ? new Cause("the host does not limit that", "ask for others") : cause;
  }
}
