package dev.jpod.runtime;

import dev.jpod.host.IdMap;
import dev.jpod.model.IdMappings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the host can give to a container.
 *
 * @param controllers of the cgroups, for limits of these kinds
 * @param architecture as OCI images name it, for example {@code amd64}
 * @param capabilities what this process may hand on, with {@code CAP_} in front
 * @param hardLimits by ulimit name, for example {@code nofile}; -1 is unlimited
 * @param ids the users and groups that there are here; in a user namespace few are
 */
public record HostFacts(
    CgroupVersion cgroups,
    Set<Controller> controllers,
    String architecture,
    KernelVersion kernel,
    Set<String> capabilities,
    Map<String, Long> hardLimits,
    Set<Feature> features,
    IdMap ids) {
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
   */
  public static HostFacts read(
      CgroupVersion cgroups,
      Set<Controller> controllers,
      String osArchitecture,
      String release,
      String status,
      String limits,
      IdMap ids,
      Set<Feature> features) {
    return new HostFacts(
        cgroups,
        controllers,
        Architectures.ociName(osArchitecture),
        KernelVersion.parse(release),
        Capabilities.named(mask(status, "CapBnd:") & mask(status, "CapPrm:")),
        Ulimits.hardLimits(limits),
        features,
        ids);
  }

  /** The same facts in a user namespace that has only some of the ids. */
  public HostFacts within(IdMappings mappings) {
    return new HostFacts(
        cgroups,
        controllers,
        architecture,
        kernel,
        capabilities,
        hardLimits,
        features,
        IdMap.part(lines(mappings.users()), lines(mappings.groups())));
  }

  private static String lines(List<IdMappings.Range> ranges) {
    StringBuilder map = new StringBuilder();
    for (IdMappings.Range range : ranges) {
      map.append(range.inside()).append(' ').append(range.outside()).append(' ');
      map.append(range.count()).append('\n');
    }
    return map.toString();
  }

  /** Whether a hard limit can be raised beyond what it is now: in no user namespace it can. */
  boolean canRaiseLimits() {
    return capabilities.contains("CAP_SYS_RESOURCE") && !isInUserNamespace();
  }

  /** Whether only a part of the host's groups is here, and so of its users. */
  boolean isInUserNamespace() {
    return ids.isPart();
  }

  /** The last of the group ids that there are here. */
  long highestGroup() {
    return Math.max(0, ids.groups() - 1);
  }

  /** The hard limit, or null where the kernel told nothing of it. */
  @Nullable Long hardLimit(String ulimit) {
    return hardLimits.get(ulimit);
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
