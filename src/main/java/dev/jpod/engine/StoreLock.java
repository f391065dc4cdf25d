package dev.jpod.engine;

import dev.jpod.host.RecordLock;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** Held while something of the whole store is given to somebody; by one thread of one process. */
final class StoreLock {
  private final Path file;

  /** Threads of this process wait here, since a lock on a file can only be tried again. */
  private final ReentrantLock turns = new ReentrantLock();

  /**
   * @param name of the file below runroot
   */
  StoreLock(StoreLayout layout, String name) {
    this.file = layout.runroot().resolve(name);
  }

  /** Waits until nobody else holds it. */
  Hold take() {
    turns.lock();
    try {
      Files.createDirectories(file.getParent());
      return new Hold(turns, RecordLock.exclusive(file), file);
    } catch (IOException e) {
      turns.unlock();
      throw DiskFailure.of(e, file, "be locked");
    }
  }

  /** The lock until it is closed. */
  record Hold(ReentrantLock turns, RecordLock lock, Path file) implements AutoCloseable {
    @Override
    public void close() {
      try {
        lock.close();
      } catch (IOException e) {
        throw DiskFailure.of(e, file, "be unlocked");
      } finally {
        turns.unlock();
      }
    }
  }
}
