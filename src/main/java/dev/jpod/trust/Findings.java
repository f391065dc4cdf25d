package dev.jpod.trust;

import java.util.ArrayList;
import java.util.List;

/** What was found out about all signatures of an image that were not accepted. */
final class Findings {
  private static final int QUOTED_REASONS = 3;

  private final List<Refusal> refusals = new ArrayList<>();

  void add(Refusal refusal) {
    refusals.add(refusal);
  }

  Refusal summary() {
    if (refusals.isEmpty()) {
      return Refusal.of("it has no signature of the kind that is demanded");
    }
    List<String> reasons = refusals.stream().map(Refusal::reason).distinct().toList();
    int more = reasons.size() - QUOTED_REASONS;
    String quoted = String.join("; ", reasons.subList(0, Math.min(reasons.size(), QUOTED_REASONS)));
    return new Refusal(
        more > 0 ? quoted + "; and " + more + " more" : quoted, refusals.getLast().hint());
  }
}
