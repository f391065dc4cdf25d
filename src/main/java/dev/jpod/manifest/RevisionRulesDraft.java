package dev.jpod.manifest;

import dev.jpod.model.OnFailure;
import dev.jpod.model.RevisionRules;
import org.jspecify.annotations.Nullable;

/** What the documents of a stack say about its revisions; each thing is said once. */
final class RevisionRulesDraft {
  private @Nullable OnFailure onFailure;
  private @Nullable Place onFailurePlace;
  private @Nullable Long keep;
  private @Nullable Place keepPlace;

  /** Takes in what one document says. */
  void read(MapReader map) {
    Value failure = map.get("onFailure");
    if (failure != null && isFirst(failure, onFailurePlace)) {
      onFailurePlace = failure.place();
      onFailure = Choices.read(failure, OnFailure.values());
    }
    Value kept = map.get("keepRevisions");
    if (kept != null && isFirst(kept, keepPlace)) {
      keepPlace = kept.place();
      keep = kept.integer(1, RevisionRules.MOST_KEPT);
    }
  }

  private static boolean isFirst(Value value, @Nullable Place before) {
    if (before != null) {
      value.problem("is said twice", "the first time is at " + before + "; remove one of the two");
    }
    return before == null;
  }

  RevisionRules rules() {
    return new RevisionRules(
        onFailure == null ? RevisionRules.DEFAULT.onFailure() : onFailure,
        keep == null ? RevisionRules.DEFAULT.keep() : Math.toIntExact(keep));
  }
}
