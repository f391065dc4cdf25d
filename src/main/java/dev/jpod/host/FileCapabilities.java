package dev.jpod.host;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/** The rights that a program gets by its file; see capabilities(7). */
public final class FileCapabilities {
  private static final String ATTRIBUTE = "security.capability";

  private FileCapabilities() {}

  /** Whether the file of a program gives it any. */
  public static boolean has(Path program) {
    try (Arena arena = Arena.ofConfined()) {
      return SystemCalls.call(
              SystemCalls.LGETXATTR,
              arena.allocateFrom(program.toString()).address(),
              arena.allocateFrom(ATTRIBUTE).address(),
              0,
              0,
              0)
          > 0;
    }
  }
}
