package dev.jpod.runtime;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of cgroup v2, by name. */
record CgroupV2Contents(Map<String, String> files) implements CgroupContents {
  private static final long LEAST_SHARES = 2;
  private static final long SHARES_SPAN = 262_142;
  private static final long WEIGHT_SPAN = 9_999;
  private static final long LEAST_BLKIO_WEIGHT = 10;
  private static final long BLKIO_SPAN = 990;
  private static final long DEFAULT_WEIGHT = 100;

  @Override
  public @Nullable Long memory() {
    return number("memory.max");
  }

  @Override
  public @Nullable Long memoryReservation() {
    return number("memory.low");
  }

  @Override
  public long noReservation() {
    return 0;
  }

  @Override
  public @Nullable Long memorySwap(long memory) {
    Long swap = number("memory.swap.max");
    return swap == null || swap < 0 || memory < 0 ? swap : Long.valueOf(memory + swap);
  }

  @Override
  public @Nullable Long milliCpus() {
    String content = files.getOrDefault("cpu.max", "");
    int space = content.indexOf(' ');
    return space < 0
        ? null
        : CgroupContents.milliCpus(
            CgroupContents.amount(content.substring(0, space)),
            CgroupContents.amount(content.substring(space)));
  }

  @Override
  public @Nullable Long cpuShares() {
    Long weight = number("cpu.weight");
    if (weight == null || weight == DEFAULT_WEIGHT) {
      return weight == null ? null : Long.valueOf(ResourcesJson.DEFAULT_SHARES);
    }
    return LEAST_SHARES + (weight - 1) * SHARES_SPAN / WEIGHT_SPAN;
  }

  /** Runtimes use a linear conversion, newer ones one by which 1024 shares are a weight of 100. */
  @Override
  public boolean hasShares(long shares) {
    Long weight = number("cpu.weight");
    return weight != null && (weight == linear(shares) || weight == logarithmic(shares));
  }

  @Override
  public @Nullable Long blkioWeight() {
    Long budget = CgroupContents.weight(files.get("io.bfq.weight"));
    Long weight = CgroupContents.weight(files.get("io.weight"));
    if (budget != null || weight == null || weight == DEFAULT_WEIGHT) {
      return budget != null ? budget : weight;
    }
    return LEAST_BLKIO_WEIGHT + Math.ceilDiv((weight - 1) * BLKIO_SPAN, WEIGHT_SPAN);
  }

  /** The weight as {@code io.weight} has it. */
  static long ioWeight(long blkioWeight) {
    return blkioWeight == ResourcesJson.DEFAULT_BLKIO_WEIGHT
        ? DEFAULT_WEIGHT
        : 1 + (blkioWeight - LEAST_BLKIO_WEIGHT) * WEIGHT_SPAN / BLKIO_SPAN;
  }

  @Override
  public Map<String, Long> throttles(ThrottleKind kind) {
    Map<String, Long> rates = new TreeMap<>();
    for (String line : files.getOrDefault("io.max", "").split("\n", -1)) {
      String[] words = line.split(" ", -1);
      for (String word : words) {
        if (word.startsWith(kind.ioMaxKey + "=")) {
          Long rate = CgroupContents.amount(word.substring(kind.ioMaxKey.length() + 1));
          if (rate != null && rate >= 0) {
            rates.put(words[0], rate);
          }
        }
      }
    }
    return rates;
  }

  private @Nullable Long number(String name) {
    return CgroupContents.amount(files.get(name));
  }

  private static long linear(long shares) {
    return 1 + (shares - LEAST_SHARES) * WEIGHT_SPAN / SHARES_SPAN;
  }

  private static long logarithmic(long shares) {
    double log = Math.log((double) shares) / Math.log(2);
    return (long) Math.ceil(Math.pow(10, (log * log + 125 * log) / 612.0 - 7.0 / 34.0));
  }
}
