package dev.jpod.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the host can give to a container.
 *
 * @param controllers of the cgroups, for limits of these kinds
 * @param architecture as OCI images name it, for example {@code amd64}
 * @param capabilities what this process may hand on, with {@code CAP_} in front
 * @param hardLimits by ulimit name, for example {@code nofile}; -1 is unlimited
 * @param highestGroup the last of the group ids that there are here, from 0 on; in a user namespace
 *     few are
 */
public record HostFacts(
    CgroupVersion cgroups,
    Set<Controller> controllers,
    String architecture,
    KernelVersion kernel,
    Set<String> capabilities,
    Map<String, Long> hardLimits,
    Set<Feature> features,
    long highestGroup) {
  private static final long ALL_GROUPS = 4_294_967_294L;

  /** What not every kernel has. */
  public enum Feature {
    /** Swap can be limited: memory.memsw.limit_in_bytes or memory.swap.max exists. */
    SWAP_LIMIT
  }

  public HostFacts {
    controllers = Set.copyOf(controllers);
    capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
    hardLimits = Collections.unmodifiableMap(new LinkedHashMap<>(hardLimits));
    features = Set.copyOf(features);
  }

  /**
   * Reads the facts from the texts in which the kernel tells them.
   *
   * @param osArchitecture as Java names it, for example {@code amd64} or {@code aarch64}
   * @param release the content of /proc/sys/kernel/osrelease
   * @param status the content of /proc/self/status
   * @param limits the content of /proc/self/limits
   * @param groups the content of /proc/self/gid_map
   */
  public static HostFacts read(
      CgroupVersion cgroups,
      Set<Controller> controllers,
      String osArchitecture,
      String release,
      String status,
      String limits,
      String groups,
      Set<Feature> features) {
    return new HostFacts(
        cgroups,
        controllers,
        Architectures.ociName(osArchitecture),
        KernelVersion.parse(release),
        Capabilities.named(mask(status, "CapBnd:") & mask(status, "CapPrm:")),
        Ulimits.hardLimits(limits),
        features,
        highestOf(groups));
  }

  /** Whether a hard limit can be raised beyond what it is now: in no user namespace it can. */
  boolean canRaiseLimits() {
    return capabilities.contains("CAP_SYS_RESOURCE") && !isInUserNamespace();
  }

  /** Whether only a part of the host's groups is here, and so of its users. */
  boolean isInUserNamespace() {
    return highestGroup < ALL_GROUPS;
  }

  /** The hard limit, or null where the kernel told nothing of it. */
  @Nullable Long hardLimit(String ulimit) {
    return hardLimits.get(ulimit);
  }

  /** The end of the first stretch without a gap; each line begins with a first id inside. */
  private static long highestOf(String map) {
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
    return Math.max(0, next - 1);
  }

  private static long mask(String status, String field) {
    int start = status.indexOf(field);
    if (start < 0) {
      return 0;
    }
    int end = status.indexOf('\n', start);
    String digits = status.substring(start + field.length(), end < 0 ? status.length() : end);
    return Long.parseUnsignedLong(digits.strip(), 16);
  }
}
