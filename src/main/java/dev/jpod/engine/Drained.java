package dev.jpod.engine;

/**
 * How the wait for a pod's connections ended.
 *
 * @param left the connections from outside that were still open at its end
 */
public record Drained(int left) {
  /** Whether nothing was open any more. */
  public boolean ranEmpty() {
    return left == 0;
  }
}
