package dev.jpod.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many users and groups there are in the user namespace of this process; see
 * user_namespaces(7).
 *
 * @param users at most 2<sup>32</sup>
 * @param groups likewise
 */
public record IdMap(long users, long groups) {
  private static final int COUNT = 2;

  /** The kernel has one number less, which stands for "none". */
  private static final long ALL = (1L << 32) - 1;

  /** What the kernel says of this process. */
  public static IdMap ofProcess() {
    return new IdMap(count("uid_map"), count("gid_map"));
  }

  /** Whether there is nobody but the one who is called root. */
  public boolean isSingle() {
    return users == 1 || groups == 1;
  }

  /** Whether there are fewer than the kernel knows. */
  public boolean isPart() {
    return users < ALL || groups < ALL;
  }

  private static long count(String file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of("/proc/self", file));
    } catch (IOException e) {
      return ALL;
    }
    long count = 0;
    for (String line : lines) {
      count += Long.parseLong(line.strip().split(" +", -1)[COUNT]);
    }
    return count;
  }
}
