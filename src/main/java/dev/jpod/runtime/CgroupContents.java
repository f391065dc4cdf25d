package dev.jpod.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits in a cgroup's files, in the manifest's units. Null stands for a file that is not there
 * or cannot be understood, {@link ResourcesJson#UNLIMITED} for no limit.
 */
sealed interface CgroupContents permits CgroupV1Contents, CgroupV2Contents {
  /** The content of the files, by their names. */
  Map<String, String> files();

  @Nullable Long memory();

  @Nullable Long memoryReservation();

  /** What a reservation reads as when there is none. */
  long noReservation();

  /**
   * Memory and swap together.
   *
   * @param memory the limit of memory alone that the swap belongs to
   */
  @Nullable Long memorySwap(long memory);

  @Nullable Long milliCpus();

  @Nullable Long cpuShares();

  /** Whether these shares, as a runtime writes them, read as what is there. */
  boolean hasShares(long shares);

  default @Nullable String cpusetCpus() {
    return list(files().get("cpuset.cpus"));
  }

  default @Nullable String cpusetMems() {
    return list(files().get("cpuset.mems"));
  }

  default @Nullable Long pids() {
    return amount(files().get("pids.max"));
  }

  @Nullable Long blkioWeight();

  /** The rates of one kind by device number, for example {@code 8:0}. */
  Map<String, Long> throttles(ThrottleKind kind);

  /** A decimal number, or {@code max} for no limit. */
  static @Nullable Long amount(@Nullable String content) {
    if (content == null) {
      return null;
    }
    String text = content.strip();
    if (text.equals("max")) {
      return ResourcesJson.UNLIMITED;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /** The quota in thousandths of a processor. */
  static @Nullable Long milliCpus(@Nullable Long quota, @Nullable Long period) {
    if (quota == null || period == null || period <= 0) {
      return null;
    }
    return quota < 0 ? Long.valueOf(ResourcesJson.UNLIMITED) : Long.valueOf(quota * 1000 / period);
  }

  /** A weight as the I/O schedulers print it: {@code 100} or {@code default 100}. */
  static @Nullable Long weight(@Nullable String content) {
    if (content == null) {
      return null;
    }
    int end = content.indexOf('\n');
    String line = end < 0 ? content : content.substring(0, end);
    return amount(line.startsWith("default ") ? line.substring("default ".length()) : line);
  }

  /** A list of processors or memory nodes; null when the file is not there. */
  static @Nullable String list(@Nullable String content) {
    return content == null ? null : content.strip();
  }
}
