package dev.jpod.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel tells in /proc. Reading it starts nothing and loads no native library. */
public final class ProcFs {
  private static final Path PROC = Path.of("/proc");
  private static final int FIELDS_TO_START_TIME = 19;

  /** Where the flags are, counted from the state. */
  private static final int FLAGS = 6;

  private static final long PF_EXITING = 4;
  private static final long SIGKILL_BIT = 1L << 8;

  private ProcFs() {}

  /** A random text that the kernel makes at each boot. */
  public static String bootId() throws IOException {
    return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
  }

  /**
   * When a process started, in clock ticks since the boot; together with its id that names a
   * process for good. 0 when there is none or when it has ended and only waits to be reaped.
   */
  public static long startTicks(long pid) {
    byte[] stat;
    try {
      stat = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
    } catch (IOException e) {
      return 0;
    }
    // The second field is the name in parentheses, which may itself hold anything.
    int at = stat.length - 1;
    while (at >= 0 && stat[at] != ')') {
      at--;
    }
    at += 2;
    if (at >= stat.length || stat[at] == 'Z' || stat[at] == 'X') {
      return 0;
    }
    for (int field = 0; field < FIELDS_TO_START_TIME; field++) {
      while (at < stat.length && stat[at] != ' ') {
        at++;
      }
      at++;
    }
    long ticks = 0;
    for (; at < stat.length && stat[at] >= '0' && stat[at] <= '9'; at++) {
      ticks = ticks * 10 + (stat[at] - '0');
    }
    return ticks;
  }

  /** Whether the process lives that has this id and started then. */
  public static boolean lives(long pid, long startTicks) {
    return pid > 0 && startTicks != 0 && startTicks(pid) == startTicks;
  }

  /**
   * Whether a process has ended, is ending, or has been sent SIGKILL and only waits for a processor
   * to end on (proc_pid_status(5), the flag PF_EXITING of the kernel).
   */
  public static boolean isDoomed(long pid, long startTicks) {
    if (!lives(pid, startTicks)) {
      return true;
    }
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if ((line.startsWith("SigPnd:") || line.startsWith("ShdPnd:"))
            && (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGKILL_BIT) != 0) {
          return true;
        }
      }
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", FLAGS + 2);
      return (Long.parseLong(fields[FLAGS]) & PF_EXITING) != 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** The name of the program that a process runs, at most 15 bytes; empty when there is none. */
  public static String programName(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm"), StandardCharsets.ISO_8859_1)
          .strip();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * The places where file systems are mounted below a folder, the folder included, deepest last.
   */
  public static List<Path> mountsBelow(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String line :
        Files.readAllLines(PROC.resolve("self/mountinfo"), StandardCharsets.ISO_8859_1)) {
      Path place = Path.of(unescaped(line.split(" ", 6)[4]));
      if (place.startsWith(folder)) {
        found.add(place);
      }
    }
    return found;
  }

  /**
   * Which of {@code nosuid}, {@code nodev} and {@code noexec} hold for a path, by the file system
   * that it is on.
   *
   * @param path absolute and without symbolic links
   */
  public static List<String> restrictionsOf(Path path) throws IOException {
    List<String> restrictions = new ArrayList<>(fileSystemOf(path).options());
    restrictions.retainAll(List.of("nosuid", "nodev", "noexec"));
    return restrictions;
  }

  /**
   * The file system that a path is on.
   *
   * @param path absolute and without symbolic links
   */
  public static MountedFileSystem fileSystemOf(Path path) throws IOException {
    MountedFileSystem nearest = new MountedFileSystem(Path.of("/"), "", List.of());
    for (String line :
        Files.readAllLines(PROC.resolve("self/mountinfo"), StandardCharsets.ISO_8859_1)) {
      String[] fields = line.split(" ", 7);
      Path place = Path.of(unescaped(fields[4]));
      if (path.startsWith(place) && place.getNameCount() >= nearest.place().getNameCount()) {
        String type = line.substring(line.indexOf(" - ") + 3).split(" ", 2)[0];
        nearest = new MountedFileSystem(place, type, List.of(fields[5].split(",", -1)));
      }
    }
    return nearest;
  }

  /**
   * A file system at a place.
   *
   * @param type for example {@code ext4}; empty when the kernel lists none
   * @param options those of the mount, for example {@code rw} and {@code noexec}
   */
  public record MountedFileSystem(Path place, String type, List<String> options) {
    public MountedFileSystem {
      options = List.copyOf(options);
    }
  }

  /** The kernel writes blanks, tabs, line ends and backslashes as three octal digits. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 3 < text.length()) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
