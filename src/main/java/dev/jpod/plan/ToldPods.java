package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.PodChange;
import dev.jpod.model.PodKey;
import dev.jpod.observed.PodStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of pods a plan tells. Where a pod has one container whose own change says it all,
 * that one is told with the fields of both.
 */
final class ToldPods {
  private final Map<PodKey, PodChange> ofWanted = new HashMap<>();
  private final Map<PodKey, @Nullable Change> onlyWanted = new HashMap<>();
  private final Map<String, @Nullable Change> onlyRemoved = new HashMap<>();
  private final List<PodChange> told = new ArrayList<>();

  ToldPods(ChangeSet changes) {
    for (Change change : changes.changes()) {
      if (change instanceof Change.Remove remove) {
        String pod = remove.container().pod();
        if (pod != null) {
          onlyRemoved.put(pod, onlyRemoved.containsKey(pod) ? null : change);
        }
      } else {
        PodKey key = change.key().podKey();
        onlyWanted.put(key, onlyWanted.containsKey(key) ? null : change);
      }
    }
    for (PodChange change : changes.pods()) {
      if (change instanceof PodChange.OfWanted) {
        ofWanted.put(change.key(), change);
      }
      if (!(change instanceof PodChange.Keep) && !isToldByContainer(change)) {
        told.add(change);
      }
    }
  }

  /** Those that are told by themselves, sorted by replica. */
  List<PodChange> told() {
    return told;
  }

  /** What changes in a container, and in its pod where that is told with it. */
  List<FieldChange> fields(Change.OfCurrent change) {
    List<FieldChange> fields = new ArrayList<>(change.difference().fields());
    if (ofWanted.get(change.key().podKey()) instanceof PodChange.Replace replace
        && isToldByContainer(replace)) {
      for (FieldChange field : replace.difference().fields()) {
        if (!contains(fields, field)) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  /** Why a container is changed, in the words of its pod where that is told with it. */
  Reasons reasons(Change change) {
    Reasons reasons = Reasons.of(change);
    if (change instanceof Change.Replace replace
        && replace.reason() == Change.ReplaceReason.POD_REPLACED) {
      PodChange pod = ofWanted.get(change.key().podKey());
      if (pod != null && isToldByContainer(pod)) {
        return Reasons.ofDifference(replace.difference()).and(Reasons.of(pod));
      }
    }
    return reasons;
  }

  private boolean isToldByContainer(PodChange change) {
    if (change instanceof PodChange.Remove remove) {
      return onlyRemoved.get(remove.pod().id()) != null;
    }
    Change container = onlyWanted.get(change.key());
    if (container == null) {
      return false;
    }
    return switch (change) {
      case PodChange.Create create ->
          isOfOneContainer(create)
              && (container instanceof Change.Create
                  || container instanceof Change.Replace
                  || container instanceof Change.Blocked);
      case PodChange.Replace replace ->
          isOfOneContainer(replace) && container instanceof Change.Replace;
      case PodChange.Raise raise ->
          raise.current().status() instanceof PodStatus.Down
              && !raise.current().isAdopted()
              && raise.difference().isEmpty()
              && isOfOneContainer(raise)
              && !(container instanceof Change.Keep);
      case PodChange.Update update ->
          container instanceof Change.OfCurrent ofCurrent
              && update.difference().drift().isEmpty()
              && (!update.current().isAdopted() || ofCurrent.current().isAdopted())
              && containsAll(ofCurrent.difference().fields(), update.difference().fields());
      case PodChange.Remove _, PodChange.Protected _, PodChange.Keep _, PodChange.Blocked _ ->
          false;
    };
  }

  private static boolean isOfOneContainer(PodChange.OfWanted change) {
    return change.desired().pod().containers().size() == 1;
  }

  private static boolean containsAll(List<FieldChange> fields, List<FieldChange> others) {
    for (FieldChange other : others) {
      if (!contains(fields, other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(List<FieldChange> fields, FieldChange other) {
    for (FieldChange field : fields) {
      if (field.path().equals(other.path())) {
        return true;
      }
    }
    return false;
  }
}
