package dev.jpod.host;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A piece of work that goes on beside its starter, on a thread of its own. It ends with this
 * process, done or not.
 */
public final class Background implements AutoCloseable {
  private final FutureTask<Void> task;

  private Background(Runnable work) {
    this.task = new FutureTask<>(work, null);
  }

  /** Begins with it. */
  public static Background start(Runnable work) {
    Background background = new Background(work);
    Thread.ofPlatform().daemon().name("background").start(background.task);
    return background;
  }

  /**
   * Waits for the end of the work; what went wrong in it, goes wrong here. Several threads may
   * wait, also again.
   */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw new CompletionException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
