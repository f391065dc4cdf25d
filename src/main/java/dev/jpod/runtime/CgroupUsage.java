package dev.jpod.runtime;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a cgroup use, by the kernel's count.
 *
 * @param cpuNanos time on processors
 * @param memory bytes, without what of files is held and not in use; null where nobody counts
 * @param memoryLimit bytes; {@link Long#MAX_VALUE} for none
 * @param processes and threads; null where nobody counts
 * @param read bytes from block devices
 * @param written bytes to block devices
 */
public record CgroupUsage(
    long cpuNanos,
    @Nullable Long memory,
    long memoryLimit,
    @Nullable Long processes,
    long read,
    long written) {
  /** From here on a limit of version 1 is the kernel's way to say that there is none. */
  private static final long NO_LIMIT = 1L << 60;

  private static final List<CgroupFile> V1 =
      List.of(
          new CgroupFile("cpuacct", "cpuacct.usage"),
          new CgroupFile("memory", "memory.usage_in_bytes"),
          new CgroupFile("memory", "memory.stat"),
          new CgroupFile("memory", "memory.limit_in_bytes"),
          new CgroupFile("pids", "pids.current"),
          new CgroupFile("blkio", "blkio.throttle.io_service_bytes_recursive"));

  private static final List<CgroupFile> V2 =
      List.of(
          new CgroupFile("cpu", "cpu.stat"),
          new CgroupFile("memory", "memory.current"),
          new CgroupFile("memory", "memory.stat"),
          new CgroupFile("memory", "memory.max"),
          new CgroupFile("pids", "pids.current"),
          new CgroupFile("io", "io.stat"));

  /** The files to read in a cgroup; not every host has all of them. */
  public static List<CgroupFile> files(CgroupVersion version) {
    return switch (version) {
      case V1 -> V1;
      case V2 -> V2;
    };
  }

  /** What the contents of these files say, by the files' names. */
  public static CgroupUsage of(CgroupVersion version, Map<String, String> contents) {
    return switch (version) {
      case V1 ->
          new CgroupUsage(
              number(contents.getOrDefault("cpuacct.usage", "0")),
              used(
                  contents.get("memory.usage_in_bytes"),
                  entry(contents, "memory.stat", "total_inactive_file")),
              limit(contents.getOrDefault("memory.limit_in_bytes", "max")),
              count(contents.get("pids.current")),
              ofOperation(contents, "Read"),
              ofOperation(contents, "Write"));
      case V2 ->
          new CgroupUsage(
              entry(contents, "cpu.stat", "usage_usec") * 1000,
              used(contents.get("memory.current"), entry(contents, "memory.stat", "inactive_file")),
              limit(contents.getOrDefault("memory.max", "max")),
              count(contents.get("pids.current")),
              ofDevices(contents, "rbytes="),
              ofDevices(contents, "wbytes="));
    };
  }

  private static @Nullable Long used(@Nullable String all, long inactiveFiles) {
    return all == null ? null : Long.valueOf(Math.max(0, number(all) - inactiveFiles));
  }

  private static @Nullable Long count(@Nullable String content) {
    return content == null ? null : Long.valueOf(number(content));
  }

  private static long limit(String text) {
    String number = text.strip();
    long limit = number.equals("max") ? NO_LIMIT : Long.parseLong(number);
    return limit >= NO_LIMIT ? Long.MAX_VALUE : limit;
  }

  private static long number(String content) {
    return Long.parseLong(content.strip());
  }

  /** The number behind a word, in a file with one such pair a line. */
  private static long entry(Map<String, String> contents, String file, String word) {
    for (String line : contents.getOrDefault(file, "").split("\n", -1)) {
      if (line.startsWith(word + " ")) {
        return Long.parseLong(line.substring(word.length() + 1).strip());
      }
    }
    return 0;
  }

  /** The sum over all devices, of lines such as {@code 8:0 Read 4096}. */
  private static long ofOperation(Map<String, String> contents, String operation) {
    long sum = 0;
    String file = "blkio.throttle.io_service_bytes_recursive";
    for (String line : contents.getOrDefault(file, "").split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length == 3 && words[1].equals(operation)) {
        sum += Long.parseLong(words[2].strip());
      }
    }
    return sum;
  }

  /** The sum over all devices, of lines such as {@code 8:0 rbytes=4096 wbytes=0}. */
  private static long ofDevices(Map<String, String> contents, String prefix) {
    long sum = 0;
    for (String word : contents.getOrDefault("io.stat", "").split("[ \n]", -1)) {
      if (word.startsWith(prefix)) {
        sum += Long.parseLong(word.substring(prefix.length()));
      }
    }
    return sum;
  }
}
