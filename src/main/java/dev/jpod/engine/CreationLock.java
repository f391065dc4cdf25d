package dev.jpod.engine;

import dev.jpod.host.RecordLock;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Keeps everybody else's hands off a container that is being made. The launch script knows nothing
 * of such a container, so that this need not be the {@link ContainerLock}, which takes a native
 * library.
 */
final class CreationLock implements AutoCloseable {
  private final RecordLock lock;
  private final ContainerFiles files;

  private CreationLock(RecordLock lock, ContainerFiles files) {
    this.lock = lock;
    this.files = files;
  }

  /** Takes the lock of a container that is not there yet. */
  static CreationLock take(ContainerFiles files) {
    try {
      Files.createDirectories(files.run());
      return new CreationLock(RecordLock.exclusive(files.creation()), files);
    } catch (IOException e) {
      throw DiskFailure.of(e, files.creation(), "be locked");
    }
  }

  /** Whether somebody is making the container right now. */
  static boolean isHeld(ContainerFiles files) throws IOException {
    if (!Files.exists(files.creation())) {
      return false;
    }
    try (RecordLock free = RecordLock.tryExclusive(files.creation())) {
      return free == null;
    }
  }

  @Override
  public void close() {
    try (lock) {
      Files.deleteIfExists(files.creation());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.creation(), "be unlocked");
    }
  }
}
