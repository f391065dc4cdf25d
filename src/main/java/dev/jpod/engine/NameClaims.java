package dev.jpod.engine;

/**
 * Who may give which names to pods and containers. No two stacks get the same one, also when both
 * planned before the other had it: all that a run is going to need is taken at once, or nothing.
 */
@FunctionalInterface
public interface NameClaims {
  /**
   * Takes names for as long as a run makes what has them. From then on the records of what was made
   * hold them.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED, in the words of the plan, when one of
   *     them belongs to somebody else or is being taken by another run; then none is taken
   */
  Claim take(WantedNames wanted);

  /** Names that others cannot take before it is closed, or the process has ended. */
  @FunctionalInterface
  interface Claim extends AutoCloseable {
    @Override
    void close();
  }
}
