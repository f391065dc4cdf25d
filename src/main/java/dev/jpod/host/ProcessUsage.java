package dev.jpod.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a process uses, as /proc has it (proc(5)); what may not be read counts as nothing.
 *
 * @param cpuNanos time on processors, with that of children that it has waited for
 * @param memory bytes, of what it shares only its part
 * @param threads how many it has
 * @param read bytes from block devices
 * @param written bytes to block devices
 */
public record ProcessUsage(long cpuNanos, long memory, long threads, long read, long written) {
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int USER_TICKS = 11;
  private static final int LAST_TICKS = 14;
  private static final int THREADS = 17;

  /** The usage of a process, or null when it has gone. */
  public static @Nullable ProcessUsage of(long pid) {
    Path folder = Path.of("/proc/" + pid);
    String stat = text(folder.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= THREADS) {
      return null;
    }
    long ticks = 0;
    for (int field = USER_TICKS; field <= LAST_TICKS; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    String io = text(folder.resolve("io"));
    return new ProcessUsage(
        ticks * NANOS_PER_TICK,
        number(text(folder.resolve("smaps_rollup")), "Pss:") * 1024,
        Long.parseLong(fields[THREADS]),
        number(io, "read_bytes:"),
        number(io, "write_bytes:"));
  }

  private static long number(String text, String word) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(word)) {
        return Long.parseLong(line.substring(word.length()).replace("kB", "").strip());
      }
    }
    return 0;
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
