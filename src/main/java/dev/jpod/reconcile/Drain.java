package dev.jpod.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks a run to come to an orderly end: steps that run are finished, none is started any more. Safe
 * to use from a shutdown hook.
 */
public final class Drain {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
  private volatile @Nullable Runnable whenAsked;
  private volatile boolean waitsGivenUp;

  /** Asks for the end; idempotent, returns at once. */
  public void ask() {
    if (asked.compareAndSet(false, true)) {
      Runnable told = whenAsked;
      if (told != null) {
        told.run();
      }
      waiting.forEach(Runnable::run);
    }
  }

  /** Whether the end was asked for. */
  public boolean isAsked() {
    return asked.get();
  }

  /** Whether mere waits are to be given up: the end was asked for, or is near after a failure. */
  boolean endsWaits() {
    return waitsGivenUp || isAsked();
  }

  /** Has the steps that only wait stop waiting; no new ones are begun before {@link #begin}. */
  void giveUpWaits() {
    waitsGivenUp = true;
  }

  /**
   * Has something done when the end is asked for, or at once when it has been; in either case by
   * whatever thread, and perhaps twice.
   */
  void whenAsked(Runnable action) {
    waiting.add(action);
    if (isAsked()) {
      action.run();
    }
  }

  /**
   * Says that the run begins to change something.
   *
   * @param told is called, from whatever thread, when the end is asked for later than this
   */
  void begin(Runnable told) {
    waitsGivenUp = false;
    whenAsked = told;
  }

  /**
   * Whether anything may have been begun that is to be finished. When the end was asked for before
   * that, nothing is going to be.
   */
  public boolean hasBegun() {
    return whenAsked != null;
  }

  /** Says that the run is over. */
  public void end() {
    ended.countDown();
  }

  /** Waits until the run is over, however long that takes. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Waits until the run is over; false when that took longer than the given time. */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
