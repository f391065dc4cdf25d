package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.ChangeClass;
import dev.jpod.diff.Difference;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.observed.PodStatus;
import dev.jpod.plan.Line.Tone;
import java.util.List;
import java.util.Locale;

/** What a plan calls the kinds of change. The order is that of the line of counts. */
public enum Verb {
  PULL("+", Tone.ADDED),
  CREATE("+", Tone.ADDED),
  START("+", Tone.ADDED),
  REPLACE("±", Tone.CHANGED),
  RESTART("±", Tone.CHANGED),
  LIVE("~", Tone.CHANGED),
  SIGNAL("~", Tone.CHANGED),
  RECORD("~", Tone.CHANGED),
  ADOPT("~", Tone.CHANGED),
  UNPAUSE("!", Tone.WARNING),
  REPAIR("!", Tone.WARNING),
  REMOVE("-", Tone.REMOVED),
  BLOCKED("!", Tone.WARNING),
  UNCHANGED("=", Tone.MUTED);

  private final String symbol;
  private final Tone tone;

  Verb(String symbol, Tone tone) {
    this.symbol = symbol;
    this.tone = tone;
  }

  /** The verb for a change. */
  public static Verb of(Change change) {
    return switch (change) {
      case Change.Create _ -> CREATE;
      case Change.Start _ -> START;
      case Change.Replace _ -> REPLACE;
      case Change.Restart _ -> RESTART;
      case Change.Update _ -> LIVE;
      case Change.Rerecord rerecord -> rerecord.difference().isEmpty() ? ADOPT : RECORD;
      case Change.Signal _ -> SIGNAL;
      case Change.Unpause _ -> UNPAUSE;
      case Change.Remove _ -> REMOVE;
      case Change.Blocked _ -> BLOCKED;
      case Change.Keep _ -> UNCHANGED;
    };
  }

  /** The verb for a change of a pod. */
  public static Verb of(PodChange change) {
    return switch (change) {
      case PodChange.Create _ -> CREATE;
      case PodChange.Replace _ -> REPLACE;
      case PodChange.Update update -> inPlace(update.difference());
      case PodChange.Raise raise ->
          raise.current().status() instanceof PodStatus.Down ? START : REPAIR;
      case PodChange.Remove _ -> REMOVE;
      case PodChange.Blocked _, PodChange.Protected _ -> BLOCKED;
      case PodChange.Keep _ -> UNCHANGED;
    };
  }

  /** The verb for a change of a network. */
  public static Verb of(NetworkChange change) {
    return switch (change) {
      case NetworkChange.Create _ -> CREATE;
      case NetworkChange.Replace _ -> REPLACE;
      case NetworkChange.Revise revise -> inPlace(new Difference(revise.fields(), List.of()));
      case NetworkChange.Remove _ -> REMOVE;
      case NetworkChange.Blocked _ -> BLOCKED;
    };
  }

  /** The verb for a volume that stays. */
  static Verb of(Relabelling relabelling) {
    return relabelling.fields().isEmpty() ? ADOPT : RECORD;
  }

  /** What stays without a difference is only adopted. */
  private static Verb inPlace(Difference difference) {
    if (difference.isEmpty()) {
      return ADOPT;
    }
    return difference.dearest() == ChangeClass.META ? RECORD : LIVE;
  }

  /** The word for programs: {@code replace}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String symbol() {
    return symbol;
  }

  Tone tone() {
    return tone;
  }
}
