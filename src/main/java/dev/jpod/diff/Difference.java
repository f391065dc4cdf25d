package dev.jpod.diff;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one container or pod differs from what is wanted, field by field. A path that is both in
 * {@code fields} and in {@code drift} is a conflict: wanted, last applied and live are three
 * values.
 *
 * @param fields sorted by path
 * @param drift sorted by path
 * @param left drift that is to stay; it makes no difference
 */
public record Difference(List<FieldChange> fields, List<Drift> drift, List<Drift> left) {
  /** No difference. */
  public static final Difference NONE = new Difference(List.of(), List.of());

  public Difference {
    fields = List.copyOf(fields);
    drift = List.copyOf(drift);
    left = List.copyOf(left);
  }

  /** A difference that leaves no drift. */
  public Difference(List<FieldChange> fields, List<Drift> drift) {
    this(fields, drift, List.of());
  }

  /** The dearest class of all; drift costs what a change of its field does. Null for none. */
  public @Nullable ChangeClass dearest() {
    ChangeClass dearest = null;
    for (Drift each : drift) {
      if (dearest == null || each.field().changeClass().compareTo(dearest) > 0) {
        dearest = each.field().changeClass();
      }
    }
    for (FieldChange field : fields) {
      if (dearest == null || field.changeClass().compareTo(dearest) > 0) {
        dearest = field.changeClass();
      }
    }
    return dearest;
  }

  /** Whether a field is wanted otherwise than it was applied. */
  public boolean changes(FieldKind field) {
    for (FieldChange change : fields) {
      if (change.field() == field) {
        return true;
      }
    }
    return false;
  }

  /** Whether the field of this path is wanted otherwise than it was applied. */
  boolean changes(String path) {
    for (FieldChange change : fields) {
      if (change.path().equals(path)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a field of this class has drifted. */
  public boolean hasDrifted(ChangeClass changeClass) {
    for (Drift each : drift) {
      if (each.field().changeClass() == changeClass) {
        return true;
      }
    }
    return false;
  }

  /** The limits that are to stay as others made them, by their paths. */
  public Set<String> leftLimits() {
    Set<String> paths = new TreeSet<>();
    for (Drift each : left) {
      if (each.field().changeClass() == ChangeClass.LIVE) {
        paths.add(each.path());
      }
    }
    return paths;
  }

  /** Whether a limit is changed, or has drifted. */
  boolean changesLimits() {
    if (hasDrifted(ChangeClass.LIVE)) {
      return true;
    }
    for (FieldChange field : fields) {
      if (field.changeClass() == ChangeClass.LIVE) {
        return true;
      }
    }
    return false;
  }

  /** Whether the image's name is the same as before, and means another image. */
  public boolean hasMovedTag() {
    boolean isOther = false;
    for (FieldChange field : fields) {
      if (field.field() == Field.IMAGE_NAME) {
        return false;
      }
      isOther |= field.field() == Field.IMAGE;
    }
    return isOther;
  }

  /** Whether wanted and live state are the same. */
  public boolean isEmpty() {
    return fields.isEmpty() && drift.isEmpty();
  }
}
