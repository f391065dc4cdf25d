package dev.jpod.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many users and groups there are in a user namespace, from 0 on and up to the first gap; see
 * user_namespaces(7).
 *
 * @param users at most 2<sup>32</sup> - 1
 * @param groups likewise
 */
public record IdMap(long users, long groups) {
  /** The kernel has one number less than 32 bits, which stands for "none". */
  private static final long EVERY = (1L << 32) - 1;

  /** Those of a host. */
  public static final IdMap ALL = new IdMap(EVERY, EVERY);

  /** What the kernel says of this process; all where it says nothing. */
  public static IdMap ofProcess() {
    try {
      return of(
          Files.readString(Path.of("/proc/self/uid_map")),
          Files.readString(Path.of("/proc/self/gid_map")));
    } catch (IOException e) {
      return ALL;
    }
  }

  /** Those of the contents of uid_map and gid_map. */
  public static IdMap of(String users, String groups) {
    return new IdMap(count(users), count(groups));
  }

  /** Those of a namespace beside that of the host, even where it has all but one of the ids. */
  public static IdMap part(String users, String groups) {
    return new IdMap(Math.min(EVERY - 1, count(users)), Math.min(EVERY - 1, count(groups)));
  }

  /** Whether there is nobody but the one who is called root. */
  public boolean isSingle() {
    return users == 1 || groups == 1;
  }

  /** Whether there are fewer than the kernel knows. */
  public boolean isPart() {
    return users < EVERY || groups < EVERY;
  }

  /** What the group 0 of this process's namespace is outside of it. */
  public static long ownGroup() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/gid_map"))) {
        String[] fields = line.strip().split(" +", -1);
        if (fields[0].equals("0")) {
          return Long.parseLong(fields[1]);
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  /** Each line begins with a first id inside and ends with how many follow it. */
  private static long count(String map) {
    SortedMap<Long, Long> counts = new TreeMap<>();
    for (String line : map.split("\n", -1)) {
      String[] fields = line.strip().split(" +", -1);
      if (fields.length == 3) {
        counts.put(Long.valueOf(fields[0]), Long.valueOf(fields[2]));
      }
    }
    long next = 0;
    for (Long count = counts.get(next); count != null && count > 0; count = counts.get(next)) {
      next += count;
    }
    return next;
  }
}
