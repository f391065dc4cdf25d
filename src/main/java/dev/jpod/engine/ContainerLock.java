package dev.jpod.engine;

import dev.jpod.host.Errno;
import dev.jpod.host.FileTree;
import dev.jpod.host.KernelLock;
import dev.jpod.host.SystemCallException;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one container, which the launch script takes with {@code flock} as well. Its file is
 * the last that a removal takes away, after the container's folder: who gets the lock and finds the
 * folder has the one lock of the container.
 */
final class ContainerLock implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG_START = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  private final KernelLock lock;
  private final ContainerFiles files;

  private ContainerLock(KernelLock lock, ContainerFiles files) {
    this.lock = lock;
    this.files = files;
  }

  /**
   * Takes the lock; it is held only for as long as one step of a container's life takes.
   *
   * @throws JpodException of kind NOT_FOUND when the container was removed meanwhile
   */
  static ContainerLock take(ContainerFiles files) {
    return take(files, () -> {}).ofOneThatIsThere();
  }

  /**
   * Takes the lock, if need be from a start that does not come to its end: what the container's
   * root file system has as /etc/group may let the runtime wait for ever. Killing the container's
   * processes makes such a start fail.
   *
   * @throws JpodException of kind NOT_FOUND when the container was removed meanwhile
   */
  static ContainerLock wrest(ContainerFiles files, Cgroups cgroups) {
    return forRemoval(files, cgroups).ofOneThatIsThere();
  }

  /** Takes the lock as {@link #wrest} does, of a container that need not be there any more. */
  static ContainerLock forRemoval(ContainerFiles files, Cgroups cgroups) {
    return take(
        files,
        () -> {
          if (Vitals.read(files).state() == Vitals.State.STARTING) {
            ContainerProcesses.endStart(files, cgroups);
          }
        });
  }

  /** Takes away what a step has made again below runroot for a container that is gone. */
  static void clearAwayIfGone(ContainerFiles files) {
    if (Files.exists(files.bundle())) {
      return;
    }
    try {
      FileTree.delete(files.run());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.run(), "be removed");
    }
  }

  private ContainerLock ofOneThatIsThere() {
    if (Files.exists(files.bundle())) {
      return this;
    }
    try (this) {
      clearAwayIfGone(files);
    }
    throw JpodException.notFound(
        "container '" + files.id() + "' was removed meanwhile",
        "'jpod ps --all' lists the containers");
  }

  private static ContainerLock take(ContainerFiles files, Runnable whenStuck) {
    long start = System.nanoTime();
    long deadline = start + PATIENCE.toNanos();
    long stuck = start + LONG_START.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    try {
      while (true) {
        KernelLock lock = attemptInFolder(files);
        if (lock != null) {
          return new ContainerLock(lock, files);
        }
        if (System.nanoTime() > deadline) {
          throw new JpodException(
              Failure.LOCKED,
              "container '" + files.id() + "' is being worked on by somebody else",
              "see who with 'fuser -v " + files.lock() + "'");
        }
        if (System.nanoTime() > stuck) {
          whenStuck.run();
        }
        LockSupport.parkNanos(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, files.lock(), "be locked");
    }
  }

  /**
   * Null when it is held, when the container is being made, and when a removal has taken its folder
   * away at the same time.
   */
  private static @Nullable KernelLock attemptInFolder(ContainerFiles files) throws IOException {
    try {
      Files.createDirectories(files.run());
      KernelLock lock = KernelLock.tryExclusive(files.lock());
      if (lock != null && CreationLock.isHeld(files)) {
        lock.close();
        return null;
      }
      return lock;
    } catch (FileAlreadyExistsException e) {
      // It was there, and then it was not.
      return null;
    } catch (SystemCallException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  /** The lock, or null at once when there is none or somebody else works on the container. */
  static @Nullable ContainerLock attempt(ContainerFiles files) {
    try {
      KernelLock lock = Files.exists(files.lock()) ? KernelLock.tryExclusive(files.lock()) : null;
      return lock == null ? null : new ContainerLock(lock, files);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.lock(), "be locked");
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw DiskFailure.of(e, files.lock(), "be unlocked");
    }
  }
}
