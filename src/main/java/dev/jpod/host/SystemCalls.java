package dev.jpod.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/**
 * The system calls that neither the JDK nor jnr-posix has, by way of libc's {@code syscall}: one
 * function to bind, because each one bound costs milliseconds of start-up.
 */
final class SystemCalls {
  static final long PIDFD_SEND_SIGNAL = 424;
  static final long PIDFD_OPEN = 434;
  static final long PPOLL = isArm() ? 73 : 271;
  static final long UMOUNT2 = isArm() ? 39 : 166;
  static final long LGETXATTR = isArm() ? 9 : 192;
  static final long IOCTL = isArm() ? 29 : 16;
  static final long CLOSE = isArm() ? 57 : 3;
  static final long OPENAT = isArm() ? 56 : 257;
  static final long FLOCK = isArm() ? 32 : 73;
  static final long GETDENTS64 = isArm() ? 61 : 217;

  private static final int NO_DESCRIPTOR = -1;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final int ERRNO =
      (int) STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(1));

  private SystemCalls() {}

  /**
   * Makes ready what the first call of a process otherwise takes tens of milliseconds for; a thread
   * that knows of a call to come can do that beside what comes before it.
   */
  static void prepare() {
    call(CLOSE, NO_DESCRIPTOR, 0, 0, 0, 0);
  }

  /**
   * Makes a system call.
   *
   * @return its result, or the negative error number
   */
  static long call(long number, long a, long b, long c, long d, long e) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e);
      return result == -1 ? -errno(state) : result;
    } catch (Error | RuntimeException thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a system call could not be made", thrown);
    }
  }

  /** Through a buffer, because access to a segment is linked when it is used first. */
  private static int errno(MemorySegment state) {
    return state.asByteBuffer().order(ByteOrder.nativeOrder()).getInt(ERRNO);
  }

  private static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }
}
