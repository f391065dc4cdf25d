package dev.jpod.diff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one container or pod differs from what is wanted, field by field. A path that is both in
 * {@code fields} and in {@code drift} is a conflict: wanted, last applied and live are three
 * values.
 *
 * @param fields sorted by path
 * @param drift sorted by path
 */
public record Difference(List<FieldChange> fields, List<Drift> drift) {
  /** No difference. */
  public static final Difference NONE = new Difference(List.of(), List.of());

  public Difference {
    fields = List.copyOf(fields);
    drift = List.copyOf(drift);
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

  /** Whether a field of this class has drifted. */
  public boolean hasDrifted(ChangeClass changeClass) {
    for (Drift each : drift) {
      if (each.field().changeClass() == changeClass) {
        return true;
      }
    }
    return false;
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
