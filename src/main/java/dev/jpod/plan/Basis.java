package dev.jpod.plan;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a plan builds on.
 *
 * @param lineage tells the stack from another that had its name before
 * @param serial of the revision that the stack is at; empty for a stack that was never applied
 * @param commit the git commit that the stack file comes from
 * @param next the revision that the plan leads to: the same as {@code serial} where that is brought
 *     back
 */
public record Basis(
    Optional<String> lineage, OptionalLong serial, Optional<String> commit, OptionalLong next) {
  /** Nothing is known. */
  public static final Basis UNKNOWN =
      new Basis(Optional.empty(), OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
}
