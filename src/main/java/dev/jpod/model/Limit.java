package dev.jpod.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kind of limit that a stack file can ask for. */
public enum Limit {
  MEMORY("memory"),
  MEMORY_RESERVATION("memoryReservation"),
  MEMORY_SWAP("memorySwap"),
  CPUS("cpus"),
  CPU_SHARES("cpuShares"),
  CPUSET_CPUS("cpusetCpus"),
  CPUSET_MEMS("cpusetMems"),
  PIDS("pids"),
  BLKIO_WEIGHT("blkioWeight"),
  BLKIO_THROTTLES("blkioThrottles");

  private final String field;

  Limit(String field) {
    this.field = field;
  }

  /** What the stack file calls it. */
  public String field() {
    return field;
  }

  /** The limits that somebody has to keep; that there be none is nobody's work. */
  public static Set<Limit> of(Resources asked) {
    Set<Limit> limits = EnumSet.noneOf(Limit.class);
    for (Limit limit : values()) {
      if (limit.isIn(asked)) {
        limits.add(limit);
      }
    }
    return Collections.unmodifiableSet(limits);
  }

  private boolean isIn(Resources asked) {
    Long pids = asked.pids();
    return switch (this) {
      case MEMORY -> asked.memory() != null;
      case MEMORY_RESERVATION -> asked.memoryReservation() != null;
      case MEMORY_SWAP -> asked.memorySwap() != null;
      case CPUS -> asked.milliCpus() != null;
      case CPU_SHARES -> asked.cpuShares() != null;
      case CPUSET_CPUS -> asked.cpusetCpus() != null;
      case CPUSET_MEMS -> asked.cpusetMems() != null;
      case PIDS -> pids != null && pids >= 0;
      case BLKIO_WEIGHT -> asked.blkioWeight() != null;
      case BLKIO_THROTTLES -> !asked.blkioThrottles().isEmpty();
    };
  }

  /** What is asked for apart from these. */
  public static Resources without(Set<Limit> left, Resources asked) {
    return new Resources(
        unless(left, MEMORY, asked.memory()),
        unless(left, MEMORY_RESERVATION, asked.memoryReservation()),
        unless(left, MEMORY_SWAP, asked.memorySwap()),
        unless(left, CPUS, asked.milliCpus()),
        unless(left, CPU_SHARES, asked.cpuShares()),
        unless(left, CPUSET_CPUS, asked.cpusetCpus()),
        unless(left, CPUSET_MEMS, asked.cpusetMems()),
        unless(left, PIDS, asked.pids()),
        unless(left, BLKIO_WEIGHT, asked.blkioWeight()),
        left.contains(BLKIO_THROTTLES) ? List.of() : asked.blkioThrottles());
  }

  private static <T> @Nullable T unless(Set<Limit> left, Limit limit, @Nullable T value) {
    return left.contains(limit) ? null : value;
  }
}
