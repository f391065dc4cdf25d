package dev.jpod.reconcile;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a run to come to an orderly end: steps that run are finished, none is started any more. Safe
 * to use from a shutdown hook.
 */
public final class Drain {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Asks for the end; idempotent, returns at once. */
  public void ask() {
    asked.set(true);
  }

  /** Whether the end was asked for. */
  public boolean isAsked() {
    return asked.get();
  }

  /** Says that the run begins to change something. */
  void begin() {
    begun.set(true);
  }

  /**
   * Whether anything may have been begun that is to be finished. When the end was asked for before
   * that, nothing is going to be.
   */
  public boolean hasBegun() {
    return begun.get();
  }

  /** Says that the run is over. */
  public void end() {
    ended.countDown();
  }

  /** Waits until the run is over; false when that took longer than the given time. */
  public boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
    return ended.await(time, unit);
  }
}
