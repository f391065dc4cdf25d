package dev.jpod.engine;

/**
 * How the wait for a pod's connections ended.
 *
 * @param left the connections from outside that were still open at its end
 */
public record Drained(int left) {}
