package dev.jpod.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that the kernel drops when its holder's process ends: a POSIX record lock, and
 * among the threads of this process the like of one. It does what {@link KernelLock} does without a
 * native library, whose first use takes as long as the start of a container; programs that use
 * {@code flock} do not see it. The file is made when it is missing and stays.
 */
public final class RecordLock implements AutoCloseable {
  private static final Set<OpenOption> OWN =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private static final long FIRST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  /**
   * What this process holds. The kernel drops a record lock as soon as its process closes any
   * descriptor of the file, so each file is open once at most.
   */
  private static final Map<Path, Held> HELD = new HashMap<>();

  private final Path file;
  private final Held held;

  private RecordLock(Path file, Held held) {
    this.file = file;
    this.held = held;
  }

  private enum Kind {
    SHARED,
    EXCLUSIVE
  }

  private static final class Held {
    final FileChannel channel;
    final Kind kind;
    int holders = 1;

    Held(FileChannel channel, Kind kind) {
      this.channel = channel;
      this.kind = kind;
    }
  }

  /** Waits until nobody else holds the lock. */
  public static RecordLock exclusive(Path file) throws IOException {
    return waitFor(file, Kind.EXCLUSIVE);
  }

  /** Waits until nobody holds the lock exclusively. */
  public static RecordLock shared(Path file) throws IOException {
    return waitFor(file, Kind.SHARED);
  }

  /** The lock, or null at once when anybody else holds it. */
  public static @Nullable RecordLock tryExclusive(Path file) throws IOException {
    return attempt(file, Kind.EXCLUSIVE);
  }

  /**
   * A shared lock on a file of somebody else, which has to be there and is only opened for reading;
   * null at once when anybody holds it exclusively. No symbolic link is followed.
   */
  public static @Nullable RecordLock trySharedOf(Path existing) throws IOException {
    return attempt(
        existing, Kind.SHARED, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether a thread of this process holds the lock: then nobody here may open its file. */
  public static boolean isHeldHere(Path file) {
    synchronized (HELD) {
      return HELD.containsKey(file);
    }
  }

  /** Replaces the file's content; for the only holder. */
  public void write(byte[] content) throws IOException {
    held.channel.truncate(0);
    held.channel.write(ByteBuffer.wrap(content), 0);
  }

  private static RecordLock waitFor(Path file, Kind kind) throws IOException {
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      RecordLock lock = attempt(file, kind);
      if (lock != null) {
        return lock;
      }
      pause(file, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private static @Nullable RecordLock attempt(Path file, Kind kind) throws IOException {
    return attempt(file, kind, OWN);
  }

  private static @Nullable RecordLock attempt(Path file, Kind kind, Set<OpenOption> options)
      throws IOException {
    synchronized (HELD) {
      Held held = HELD.get(file);
      if (held == null) {
        held = open(file, kind, options);
        if (held == null) {
          return null;
        }
        HELD.put(file, held);
      } else if (kind == Kind.SHARED && held.kind == Kind.SHARED) {
        held.holders++;
      } else {
        return null;
      }
      return new RecordLock(file, held);
    }
  }

  private static @Nullable Held open(Path file, Kind kind, Set<OpenOption> options)
      throws IOException {
    FileChannel channel = FileChannel.open(file, options);
    FileLock lock = null;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, kind == Kind.SHARED);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : new Held(channel, kind);
  }

  private static void pause(Path file, long nanos) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the wait for the lock '" + file + "' was interrupted");
    }
  }

  /** Releases the lock; to be called once. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      held.holders--;
      if (held.holders == 0) {
        HELD.remove(file);
        held.channel.close();
      }
    }
  }
}
