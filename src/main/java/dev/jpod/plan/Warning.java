package dev.jpod.plan;

/**
 * Something that a person should know before a plan is carried out, and that does not stand in its
 * way.
 *
 * @param text in the form of an error message
 * @param hint what to do
 */
public record Warning(String text, String hint) {}
