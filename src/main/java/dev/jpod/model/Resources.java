package dev.jpod.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits, as cgroups know them. Null means that nothing was asked for.
 *
 * @param memory bytes
 * @param memoryReservation bytes that reclaim tries to leave
 * @param memorySwap bytes of memory and swap together, -1 for unlimited; twice the memory when only
 *     that is given
 * @param milliCpus thousandths of a processor, a quota per period of 100 ms
 * @param cpuShares relative weight, 2 to 262144
 * @param cpusetCpus for example {@code 0-2,4}
 * @param pids how many processes and threads, -1 for unlimited; 2048 when nothing is asked for
 * @param blkioWeight relative weight, 10 to 1000
 */
public record Resources(
    @Nullable Long memory,
    @Nullable Long memoryReservation,
    @Nullable Long memorySwap,
    @Nullable Long milliCpus,
    @Nullable Long cpuShares,
    @Nullable String cpusetCpus,
    @Nullable String cpusetMems,
    @Nullable Long pids,
    @Nullable Integer blkioWeight,
    List<BlkioThrottle> blkioThrottles) {
  /** Nothing asked for. */
  public static final Resources DEFAULT =
      new Resources(null, null, null, null, null, null, null, null, null, List.of());

  public Resources {
    blkioThrottles = List.copyOf(blkioThrottles);
  }

  /** A ceiling for one block device of the host; the rate is per second. */
  public record BlkioThrottle(Kind kind, String device, long rate) {
    /** What the rate counts. */
    public enum Kind {
      READ_BPS,
      WRITE_BPS,
      READ_IOPS,
      WRITE_IOPS
    }
  }
}
