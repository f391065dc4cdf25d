package dev.jpod.runtime;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of cgroup v1, by name. */
record CgroupV1Contents(Map<String, String> files) implements CgroupContents {
  /** No limit reads as the highest number of whole pages, which have at most 64 KiB. */
  private static final long NO_LIMIT_FROM = Long.MAX_VALUE - (1 << 16);

  @Override
  public @Nullable Long memory() {
    return bytes("memory.limit_in_bytes");
  }

  @Override
  public @Nullable Long memoryReservation() {
    return bytes("memory.soft_limit_in_bytes");
  }

  @Override
  public long noReservation() {
    return ResourcesJson.UNLIMITED;
  }

  @Override
  public @Nullable Long memorySwap(long memory) {
    return bytes("memory.memsw.limit_in_bytes");
  }

  @Override
  public @Nullable Long milliCpus() {
    return CgroupContents.milliCpus(number("cpu.cfs_quota_us"), number("cpu.cfs_period_us"));
  }

  @Override
  public @Nullable Long cpuShares() {
    return number("cpu.shares");
  }

  @Override
  public boolean hasShares(long shares) {
    Long found = cpuShares();
    return found != null && found == shares;
  }

  @Override
  public @Nullable Long blkioWeight() {
    String fair = files.get("blkio.weight");
    return CgroupContents.weight(fair == null ? files.get("blkio.bfq.weight") : fair);
  }

  @Override
  public Map<String, Long> throttles(ThrottleKind kind) {
    Map<String, Long> rates = new TreeMap<>();
    for (String line : files.getOrDefault(kind.v1File(), "").split("\n", -1)) {
      int space = line.indexOf(' ');
      Long rate = space < 0 ? null : CgroupContents.amount(line.substring(space));
      if (rate != null) {
        rates.put(line.substring(0, space), rate);
      }
    }
    return rates;
  }

  private @Nullable Long number(String name) {
    return CgroupContents.amount(files.get(name));
  }

  private @Nullable Long bytes(String name) {
    Long bytes = number(name);
    return bytes != null && bytes >= NO_LIMIT_FROM ? Long.valueOf(ResourcesJson.UNLIMITED) : bytes;
  }
}
