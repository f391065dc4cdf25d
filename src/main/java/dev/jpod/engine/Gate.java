package dev.jpod.engine;

/** What a container that is made already waits for before its first instruction. */
@FunctionalInterface
public interface Gate {
  /** Nothing to wait for. */
  Gate OPEN = () -> {};

  /**
   * Returns when the container may run. May be called again, and from several threads.
   *
   * @throws dev.jpod.model.JpodException when it never may
   */
  void await();
}
