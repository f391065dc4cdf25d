package dev.jpod.diff;

import dev.jpod.model.DriftRules;
import dev.jpod.model.DriftRules.Reaction;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodInstance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes out of differences what the rules of a pod leave as others made it. */
final class DriftReactions {
  private final List<ReportedDrift> reported = new ArrayList<>(0);

  /**
   * What is left to be done of a difference. A field that is wanted otherwise than before is set,
   * whatever others have made of it.
   *
   * @param container the container that it is of; null for the pod itself
   */
  Difference repaired(PodInstance pod, @Nullable InstanceKey container, Difference difference) {
    DriftRules rules = pod.pod().onDrift();
    if (rules == null || difference.drift().isEmpty()) {
      return difference;
    }
    List<Drift> repaired = new ArrayList<>();
    List<Drift> left = new ArrayList<>();
    for (Drift each : difference.drift()) {
      Reaction reaction =
          difference.changes(each.path())
              ? Reaction.REPAIR
              : rules.of(each.field().inStackFile(each.path()));
      switch (reaction) {
        case REPAIR -> repaired.add(each);
        case REPORT -> {
          reported.add(new ReportedDrift(pod.key(), container, each));
          left.add(each);
        }
        case IGNORE -> left.add(each);
      }
    }
    return new Difference(difference.fields(), repaired, left);
  }

  /** What is told and left, pod by pod. */
  List<ReportedDrift> reported() {
    return reported;
  }
}
