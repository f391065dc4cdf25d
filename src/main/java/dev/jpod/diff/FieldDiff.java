package dev.jpod.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the canonical fields of one container, pod or network three ways. */
final class FieldDiff {
  private FieldDiff() {}

  /**
   * The fields that are not as wanted. A path that this jpod does not know is ignored: a later jpod
   * applied it, and replacing something for that would be wrong.
   */
  static Difference compare(
      SortedMap<String, String> desired,
      SortedMap<String, String> applied,
      SortedMap<String, String> live,
      FieldKind.Catalogue catalogue) {
    List<FieldChange> fields =
        desired.equals(applied) ? List.of() : fieldChanges(desired, applied, live, catalogue);
    List<Drift> drift = drift(desired, applied, live, catalogue);
    return fields.isEmpty() && drift.isEmpty() ? Difference.NONE : new Difference(fields, drift);
  }

  private static List<FieldChange> fieldChanges(
      SortedMap<String, String> desired,
      SortedMap<String, String> applied,
      SortedMap<String, String> live,
      FieldKind.Catalogue catalogue) {
    TreeSet<String> paths = new TreeSet<>(desired.keySet());
    paths.addAll(applied.keySet());
    List<FieldChange> changes = new ArrayList<>();
    for (String path : paths) {
      String after = desired.get(path);
      String before = applied.get(path);
      FieldKind field = catalogue.at(path);
      if (field != null && !Objects.equals(before, after)) {
        boolean inForce = orDefault(after).equals(live.get(path));
        changes.add(
            new FieldChange(
                field,
                path,
                before,
                after,
                inForce ? ChangeClass.META : field.changeClass(),
                Fingerprint.sensitivity(before, after)));
      }
    }
    return changes;
  }

  private static List<Drift> drift(
      SortedMap<String, String> desired,
      SortedMap<String, String> applied,
      SortedMap<String, String> live,
      FieldKind.Catalogue catalogue) {
    List<Drift> drift = new ArrayList<>();
    for (Map.Entry<String, String> entry : live.entrySet()) {
      String path = entry.getKey();
      String now = entry.getValue();
      String wanted = orDefault(desired.get(path));
      boolean changedByOthers = !now.equals(orDefault(applied.get(path)));
      if (changedByOthers && !now.equals(wanted)) {
        FieldKind field = catalogue.at(path);
        if (field != null) {
          drift.add(new Drift(field, path, now, wanted));
        }
      }
    }
    return drift;
  }

  private static String orDefault(@Nullable String value) {
    return value == null ? "" : value;
  }
}
