package dev.jpod.host;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that the kernel drops when its holder dies. It is {@code flock}'s kind, which
 * belongs to the open file: unlike the JDK's file locks it also holds between threads, and closing
 * another descriptor of the same file does not release it. The file is made when it is missing and
 * stays.
 */
public final class KernelLock implements AutoCloseable {
  private static final int SHARED = 1;
  private static final int EXCLUSIVE = 2;
  private static final int WITHOUT_WAITING = 4;
  private static final int OWNER_ONLY = 0600;

  private final int fd;

  private KernelLock(int fd) {
    this.fd = fd;
  }

  /** Waits until nobody else holds the lock. */
  public static KernelLock exclusive(Path file) throws IOException {
    return waitFor(file, EXCLUSIVE);
  }

  /** Waits until nobody holds the lock exclusively. */
  public static KernelLock shared(Path file) throws IOException {
    return waitFor(file, SHARED);
  }

  /** The lock, or null at once when anybody else holds it. */
  public static @Nullable KernelLock tryExclusive(Path file) throws IOException {
    return lock(file, EXCLUSIVE | WITHOUT_WAITING);
  }

  private static KernelLock waitFor(Path file, int kind) throws IOException {
    KernelLock lock = lock(file, kind);
    if (lock == null) {
      throw new IOException("waiting for the lock '" + file + "' ended without it");
    }
    return lock;
  }

  private static @Nullable KernelLock lock(Path file, int kind) throws IOException {
    try (FileCalls calls = new FileCalls()) {
      int fd = calls.open(FileCalls.AT_FDCWD, PathBytes.of(file), FileCalls.O_CREAT, OWNER_ONLY);
      boolean locked = false;
      try {
        locked = calls.lock(fd, kind);
      } finally {
        if (!locked) {
          calls.close(fd);
        }
      }
      return locked ? new KernelLock(fd) : null;
    }
  }

  /** Releases the lock; to be called once. */
  @Override
  public void close() throws IOException {
    try (FileCalls calls = new FileCalls()) {
      calls.close(fd);
    }
  }
}
