package dev.jpod.diff;

/**
 * A field whose live value was changed behind jpod's back.
 *
 * @param field the field, or the map that it is an entry of
 * @param path as {@link FieldTable} names it
 * @param live the canonical value that the kernel has; empty for the engine's default
 * @param wanted the canonical wanted value; empty for the engine's default
 */
public record Drift(FieldKind field, String path, String live, String wanted) {}
