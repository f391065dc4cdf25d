package dev.jpod.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What /proc tells of one process.
 *
 * @param parent the id of its parent; 0 for one outside of the reader's PID namespace
 * @param user the name of its user on the host; the number when it has none
 * @param cpu how long it has been on a processor
 * @param age how long ago it started
 * @param command its arguments, joined by blanks; the program's name in brackets without any
 */
public record ProcessFacts(
    long pid, long parent, String user, Duration cpu, Duration age, String command) {
  /** The unit of times in /proc, which the kernel's interface keeps at 100 a second. */
  private static final long MILLIS_PER_TICK = 10;

  private static final int PARENT = 1;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  /** The facts of a process, or null when it has gone. */
  public static @Nullable ProcessFacts of(long pid) {
    Path folder = Path.of("/proc/" + pid);
    try {
      String stat = read(folder.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long started = ProcFs.startTicks(pid);
      if (started == 0) {
        return null;
      }
      long cpu = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      long age = uptimeMillis() - started * MILLIS_PER_TICK;
      return new ProcessFacts(
          pid,
          Long.parseLong(fields[PARENT]),
          Files.getOwner(folder).getName(),
          Duration.ofMillis(cpu * MILLIS_PER_TICK),
          Duration.ofMillis(Math.max(0, age)),
          command(folder, pid));
    } catch (IOException gone) {
      return null;
    }
  }

  private static long uptimeMillis() throws IOException {
    String text = read(Path.of("/proc/uptime"));
    int point = text.indexOf('.');
    return Long.parseLong(text.substring(0, point)) * 1000
        + Long.parseLong(text.substring(point + 1, point + 3)) * 10;
  }

  private static String command(Path folder, long pid) throws IOException {
    String arguments = read(folder.resolve("cmdline")).replace('\0', ' ').strip();
    return arguments.isEmpty() ? "[" + ProcFs.programName(pid) + "]" : arguments;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
