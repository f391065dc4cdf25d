package dev.jpod.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
    int fd = open(file);
    boolean locked = false;
    try {
      locked = lock(fd, file, kind);
    } finally {
      if (!locked) {
        close(fd);
      }
    }
    return locked ? new KernelLock(fd) : null;
  }

  private static int open(Path file) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      byte[] path = PathBytes.of(file);
      MemorySegment name = arena.allocate(path.length + 1L);
      MemorySegment.copy(path, 0, name, ValueLayout.JAVA_BYTE, 0, path.length);
      long fd =
          SystemCalls.call(
              SystemCalls.OPENAT,
              FileCalls.AT_FDCWD,
              name.address(),
              FileCalls.O_CREAT | FileCalls.O_CLOEXEC,
              OWNER_ONLY,
              0);
      if (fd < 0) {
        throw new SystemCallException("open", file.toString(), (int) -fd);
      }
      return (int) fd;
    }
  }

  /** Whether the lock was given; false only when the kind says not to wait. */
  private static boolean lock(int fd, Path file, int kind) throws SystemCallException {
    while (true) {
      int errno = (int) -SystemCalls.call(SystemCalls.FLOCK, fd, kind, 0, 0, 0);
      if (errno == 0) {
        return true;
      }
      if (errno == Errno.EAGAIN) {
        return false;
      }
      if (errno != Errno.EINTR) {
        throw new SystemCallException("flock", file.toString(), errno);
      }
    }
  }

  private static void close(int fd) throws SystemCallException {
    long result = SystemCalls.call(SystemCalls.CLOSE, fd, 0, 0, 0, 0);
    if (result < 0) {
      throw new SystemCallException("close", "a lock file", (int) -result);
    }
  }

  /** Releases the lock; to be called once. */
  @Override
  public void close() throws IOException {
    close(fd);
  }
}
