package dev.jpod.store;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /**
   * The lock files that this process has open. The kernel drops a record lock when its process
   * closes any descriptor of the file, so no second one may ever be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileStackLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
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
    if (!HELD.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      do {
        close(channel);
        channel = open(file);
        if (channel.tryLock() == null) {
          return null;
        }
      } while (!hasOpen(file));
      sign(channel);
      locked = true;
      return new FileStackLock(file, channel);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be locked");
    } finally {
      if (!locked) {
        release(file, channel);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Path folder = folderOf(file);
    while (true) {
      try {
        Files.createDirectories(folder);
        return FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Unless it is no folder at all, it went between two calls, with a stack that is destroyed.
        if (isNoFolder(folder)) {
          throw e;
        }
      }
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

  private static void sign(FileChannel channel) throws IOException {
    String command = ProcessHandle.current().info().commandLine().orElse("jpod");
    String text = ProcessHandle.current().pid() + " " + command + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String holder(Path file) {
    if (HELD.contains(file)) {
      return "this very process";
    }
    try {
      String pid = Files.readString(file).strip().split(" ", 2)[0];
      return pid.isEmpty() ? "another process" : "process " + pid;
    } catch (IOException e) {
      return "another process";
    }
  }

  private static void release(Path file, @Nullable FileChannel channel) {
    try {
      close(channel);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be unlocked");
    } finally {
      HELD.remove(file);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "a lock lies in its stack's folder");
  }

  private static void close(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
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
    try {
      removeIfAlone();
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be removed");
    } finally {
      release(file, channel);
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
