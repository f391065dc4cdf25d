package dev.jpod.diff;

import dev.jpod.model.Instance.Sensitivity;
import org.jspecify.annotations.Nullable;

/**
 * A field whose wanted value is not the one that was last applied.
 *
 * @param field the field, or the map that it is an entry of
 * @param path as {@link FieldTable} names it
 * @param before the canonical value that was last applied; null when the field was at its default
 * @param after the canonical wanted value; null when the field goes back to its default
 * @param changeClass what it costs; {@link ChangeClass#META} when the kernel already has the wanted
 *     value
 */
public record FieldChange(
    FieldKind field,
    String path,
    @Nullable String before,
    @Nullable String after,
    ChangeClass changeClass,
    Sensitivity sensitivity) {
  /** The same change at another cost. */
  FieldChange at(ChangeClass cost) {
    return cost == changeClass
        ? this
        : new FieldChange(field, path, before, after, cost, sensitivity);
  }
}
