package dev.jpod.diff;

import org.jspecify.annotations.Nullable;

/**
 * A field that a container, a pod or a network can be changed in. A path that ends in a dot is the
 * prefix of a map's entries.
 */
public sealed interface FieldKind permits Field, PodField, NetworkField {
  /** The path, or the prefix of the paths of a map's entries. */
  String path();

  /** What a change costs. */
  ChangeClass changeClass();

  /** Whether it is a map with one path per entry. */
  default boolean isMap() {
    return path().charAt(path().length() - 1) == '.';
  }

  /** Where the stack file says what stands at a path of this field. */
  default String inStackFile(String canonical) {
    return canonical;
  }

  /** Finds the field that a path belongs to; null for a path that this jpod does not know. */
  @FunctionalInterface
  interface Catalogue {
    @Nullable FieldKind at(String path);
  }
}
