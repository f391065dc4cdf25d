package dev.jpod.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How large a terminal is.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
public record TerminalSize(int rows, int columns) {
  /** What a terminal has that does not say (VT100). */
  public static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final long TIOCGWINSZ = 0x5413;
  private static final long BYTES = 8;

  /**
   * The size at this moment of the terminal behind a file descriptor; the usual one where that is
   * no terminal, or one that does not know. Costs a few microseconds, but milliseconds at first.
   */
  public static TerminalSize of(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(BYTES, Long.BYTES);
      long result =
          SystemCalls.call(SystemCalls.IOCTL, descriptor, TIOCGWINSZ, size.address(), 0, 0);
      int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, Short.BYTES));
      return result < 0 || rows == 0 || columns == 0 ? USUAL : new TerminalSize(rows, columns);
    }
  }
}
