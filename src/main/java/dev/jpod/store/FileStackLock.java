package dev.jpod.store;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link StackLock} by a POSIX record lock, which the kernel releases with the process and does not
 * hand to the programs that it starts. The file says who holds it; that is for people only.
 */
final class FileStackLock implements StackLock {
  private static final long LOOK_MILLIS = 25;

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
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      locked = lock != null;
      if (lock == null) {
        return null;
      }
      sign(channel);
      return new FileStackLock(file, channel);
    } catch (IOException e) {
      locked = false;
      throw DiskFailure.of(e, file, "be locked");
    } finally {
      if (!locked) {
        release(file, channel);
      }
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
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be unlocked");
    } finally {
      HELD.remove(file);
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
    release(file, channel);
  }
}
