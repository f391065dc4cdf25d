package dev.jpod.model;

/**
 * A config or a secret of a stack.
 *
 * @param onChange what a change of it costs, where a grant does not say otherwise
 */
public record GrantSource(ContentSource content, OnChange onChange) {}
