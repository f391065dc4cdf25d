package dev.jpod.observed;

/**
 * A program that a pod takes and that the host does not have.
 *
 * @param field of the pod for which it takes it, as the stack file has it; empty for the pod itself
 * @param reason a sentence that says where it was looked for
 * @param hint how to install it
 */
public record MissingProgram(String field, String reason, String hint) {}
