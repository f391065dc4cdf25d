package dev.jpod.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads that carry the parts of one image at the same time. What fails first breaks the
 * others off, and is what is said of the whole.
 */
final class Crew implements AutoCloseable {
  private final Way way;
  private final List<ExecutorService> teams = new ArrayList<>();
  private final List<Future<?>> tasks = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** What parts are carried by. */
  @FunctionalInterface
  interface Way {
    void breakOff() throws IOException;
  }

  /**
   * @param way broken off at the first failure
   */
  Crew(Way way) {
    this.way = way;
  }

  /** Some of the threads. */
  ExecutorService team(String name, int size) {
    ExecutorService team =
        Executors.newFixedThreadPool(size, Thread.ofPlatform().daemon().name(name, 1).factory());
    teams.add(team);
    return team;
  }

  /** Has something done by a team; it says by {@link #fail} what goes wrong. */
  void give(ExecutorService team, Runnable task) {
    tasks.add(team.submit(task));
  }

  /** To be called by tasks, with an {@link IOException} or a {@link RuntimeException}. */
  void fail(Exception cause) {
    if (failure.compareAndSet(null, cause)) {
      try {
        way.breakOff();
      } catch (IOException | RuntimeException e) {
        cause.addSuppressed(e);
      }
    }
  }

  boolean hasFailed() {
    return failure.get() != null;
  }

  /** Throws what failed first, if anything did. */
  void requireNoFailure() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException io -> throw io;
      case RuntimeException known -> throw known;
      case Exception other -> throw new IllegalStateException(other);
    }
  }

  /** Waits for the end of all tasks, and throws what failed first, if anything did. */
  void await() throws IOException {
    boolean interrupted = false;
    for (Future<?> task : tasks) {
      while (true) {
        try {
          task.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("a transfer ended without saying why", e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    requireNoFailure();
  }

  @Override
  public void close() {
    teams.forEach(ExecutorService::close);
  }
}
