package dev.jpod.store;

import dev.jpod.host.RecordLock;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link StackLock} by a POSIX record lock, which the kernel releases with the process and does not
 * hand to the programs that it starts. The file says who holds it; that is for people only.
 *
 * <p>Where nothing but the lock is kept of a stack, its holder removes the file with the folder. So
 * a lock counts only when its file is still the one of that name: somebody else may have opened it
 * before, and got the lock after.
 */
final class FileStackLock implements StackLock {
  private static final long LOOK_MILLIS = 25;
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  private final Path file;
  private final RecordLock lock;

  private FileStackLock(Path file, RecordLock lock) {
    this.file = file;
    this.lock = lock;
  }

  static StackLock take(Path file, String stack, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      StackLock lock = attempt(file);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() >= deadline) {
        throw new JpodException(
            Failure.LOCKED,
            "the stack '" + stack + "' is locked by " + holder(file),
            "wait for it to end, or give it time with --lock-timeout");
      }
      pause();
    }
  }

  private static @Nullable StackLock attempt(Path file) {
    try {
      RecordLock lock = tryLock(file);
      while (lock != null && !isSigned(lock, file)) {
        lock.close();
        lock = tryLock(file);
      }
      return lock == null ? null : new FileStackLock(file, lock);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be locked");
    }
  }

  private static @Nullable RecordLock tryLock(Path file) throws IOException {
    Path folder = folderOf(file);
    while (true) {
      try {
        Files.createDirectories(folder);
        return RecordLock.tryExclusive(file);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Unless it is no folder at all, it went between two calls, with a stack that is destroyed.
        if (isNoFolder(folder)) {
          throw e;
        }
      }
    }
  }

  /** Signs the file, when it still has its name; where that fails, the lock is given back. */
  private static boolean isSigned(RecordLock lock, Path file) throws IOException {
    try {
      if (!hasOpen(file)) {
        return false;
      }
      String command = ProcessHandle.current().info().commandLine().orElse("jpod");
      String text = ProcessHandle.current().pid() + " " + command + "\n";
      lock.write(text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static boolean isNoFolder(Path path) throws IOException {
    try {
      return !Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether the file of that name, and not only one that had the name before, is open here. */
  private static boolean hasOpen(Path file) throws IOException {
    Object key = key(file);
    if (key == null) {
      return false;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OPEN_FILES)) {
      for (Path descriptor : descriptors) {
        if (key.equals(key(descriptor))) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable Object key(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static String holder(Path file) {
    if (RecordLock.isHeldHere(file)) {
      return "this very process";
    }
    try {
      String pid = Files.readString(file).strip().split(" ", 2)[0];
      return pid.isEmpty() ? "another process" : "process " + pid;
    } catch (IOException e) {
      return "another process";
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "a lock lies in its stack's folder");
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JpodException(
          Failure.LOCKED, "the wait for the stack's lock was interrupted", "", e);
    }
  }

  @Override
  public void close() {
    try (lock) {
      removeIfAlone();
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be removed");
    }
  }

  /** Removes the file with its folder when it is all that is in there. */
  private void removeIfAlone() throws IOException {
    Path folder = folderOf(file);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!entry.equals(file)) {
          return;
        }
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(file);
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // The next run has already made a lock of its own in there.
      return;
    }
  }
}
