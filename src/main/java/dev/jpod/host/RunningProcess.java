package dev.jpod.host;

import dev.jpod.model.JpodException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A process of the host that need not be a child of this one, held by a descriptor (pidfd), so that
 * a new process with the same id is never taken for it.
 */
public final class RunningProcess implements AutoCloseable {
  private static final short READABLE = 1;
  private static final int TIMESPEC_AT = 8;
  private static final int POLL_MEMORY = 24;

  /** A native call cannot be interrupted, so it is made again and again. */
  private static final long LONGEST_SLICE_NANOS = 200_000_000;

  private final long descriptor;

  private RunningProcess(long descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Takes hold of a process.
   *
   * @param startTicks as {@link ProcFs#startTicks} gave it when the process was known to be the one
   * @return null when it has ended
   */
  public static @Nullable RunningProcess hold(long pid, long startTicks) {
    if (!ProcFs.lives(pid, startTicks)) {
      return null;
    }
    long descriptor = SystemCalls.call(SystemCalls.PIDFD_OPEN, pid, 0, 0, 0, 0);
    if (descriptor < 0) {
      return null;
    }
    RunningProcess process = new RunningProcess(descriptor);
    // Only now is the id pinned: it could have changed hands since the first look.
    if (!ProcFs.lives(pid, startTicks)) {
      process.close();
      return null;
    }
    return process;
  }

  /**
   * Makes ready what the first hold of a process otherwise takes tens of milliseconds for; locks
   * and mounts need the same.
   */
  public static void prepare() {
    SystemCalls.prepare();
  }

  /** Sends a signal; one that comes after the end is lost. */
  public void signal(int number) {
    SystemCalls.call(SystemCalls.PIDFD_SEND_SIGNAL, descriptor, number, 0, 0, 0);
  }

  /**
   * Waits for the end of the process.
   *
   * @return whether it has ended
   * @throws JpodException when this thread is interrupted
   */
  public boolean awaitEnd(Duration timeout) {
    long until = System.nanoTime() + timeout.toNanos();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(POLL_MEMORY, 8);
      // A buffer, because each kind of access to a segment is linked when it is used first.
      ByteBuffer words = memory.asByteBuffer().order(ByteOrder.nativeOrder());
      words.putInt(0, (int) descriptor).putShort(4, READABLE).putLong(TIMESPEC_AT, 0);
      while (true) {
        long left = Math.max(0, until - System.nanoTime());
        long slice = Math.min(left, LONGEST_SLICE_NANOS);
        words.putLong(TIMESPEC_AT + 8, slice);
        long ready =
            SystemCalls.call(
                SystemCalls.PPOLL, memory.address(), 1, memory.address() + TIMESPEC_AT, 0, 8);
        if (ready > 0) {
          return true;
        }
        if (ready == 0 && left <= slice) {
          return false;
        }
        if (Thread.currentThread().isInterrupted()) {
          throw JpodException.failed(
              "the wait for the end of a process was interrupted", "run the command again");
        }
      }
    }
  }

  @Override
  public void close() {
    SystemCalls.call(SystemCalls.CLOSE, descriptor, 0, 0, 0, 0);
  }
}
