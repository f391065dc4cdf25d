package dev.jpod.store;

/** A stack's lock while it is held. */
public interface StackLock extends AutoCloseable {
  /** Gives the lock back. */
  @Override
  void close();
}
