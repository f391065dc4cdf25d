package dev.jpod.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Limits that an update does not touch, because they are to stay as others have made them. */
public final class LeftLimits {
  /** Every limit is set. */
  public static final LeftLimits NONE = new LeftLimits(Set.of(), Map.of());

  private static final Map<String, List<String>> FILES =
      Map.of(
          ResourceFields.MEMORY,
          List.of("memory.limit_in_bytes", "memory.max"),
          ResourceFields.MEMORY_RESERVATION,
          List.of("memory.soft_limit_in_bytes", "memory.low"),
          ResourceFields.MEMORY_SWAP,
          List.of("memory.memsw.limit_in_bytes", "memory.swap.max"),
          ResourceFields.CPUS,
          List.of("cpu.cfs_period_us", "cpu.cfs_quota_us", "cpu.max"),
          ResourceFields.CPU_SHARES,
          List.of("cpu.shares", "cpu.weight"),
          ResourceFields.CPUSET_CPUS,
          List.of("cpuset.cpus"),
          ResourceFields.CPUSET_MEMS,
          List.of("cpuset.mems"),
          ResourceFields.PIDS,
          List.of("pids.max"),
          ResourceFields.BLKIO_WEIGHT,
          List.of("blkio.bfq.weight", "blkio.weight", "io.bfq.weight", "io.weight"));

  private final Set<String> paths;

  /** The files, and for throttles the files and how their contents begin. */
  private final Set<String> files = new TreeSet<>();

  /**
   * @param paths of fields; those that are no limits are left alone
   * @param blockDevices the number of each device that a throttle names, now or before
   */
  public LeftLimits(Set<String> paths, Map<String, DeviceNumber> blockDevices) {
    this.paths = paths;
    for (String path : paths) {
      files.addAll(FILES.getOrDefault(path, List.of()));
      for (ThrottleKind kind : ThrottleKind.values()) {
        if (path.startsWith(kind.fieldPrefix())) {
          String device = path.substring(kind.fieldPrefix().length());
          DeviceNumber number = LimitUpdate.numberOf(device, blockDevices);
          files.add(kind.v1File() + " " + number);
          files.add("io.max " + number + " " + kind.ioMaxKey);
        }
      }
    }
  }

  /** Whether a write would set a limit that is to stay. */
  public boolean covers(CgroupWrite write) {
    String name = write.file().name();
    String device = name + " " + write.content().replaceFirst("[ =][^ =]*$", "");
    return files.contains(name) || files.contains(device);
  }

  /** Whether one of memory and swap stays and the other does not. */
  boolean partMemoryFromSwap() {
    return paths.contains(ResourceFields.MEMORY) != paths.contains(ResourceFields.MEMORY_SWAP);
  }

  /** A runtime's request without what is to stay. */
  ObjectNode without(ObjectNode complete) {
    ObjectNode request = complete.deepCopy();
    remove(request, "memory", "limit", ResourceFields.MEMORY);
    remove(request, "memory", "swap", ResourceFields.MEMORY_SWAP);
    remove(request, "memory", "reservation", ResourceFields.MEMORY_RESERVATION);
    remove(request, "cpu", "quota", ResourceFields.CPUS);
    remove(request, "cpu", "period", ResourceFields.CPUS);
    remove(request, "cpu", "shares", ResourceFields.CPU_SHARES);
    remove(request, "cpu", "cpus", ResourceFields.CPUSET_CPUS);
    remove(request, "cpu", "mems", ResourceFields.CPUSET_MEMS);
    remove(request, "pids", "limit", ResourceFields.PIDS);
    remove(request, "blockIO", "weight", ResourceFields.BLKIO_WEIGHT);
    return request;
  }

  private void remove(ObjectNode request, String kind, String name, String path) {
    if (paths.contains(path) && request.has(kind)) {
      request.withObjectProperty(kind).remove(name);
    }
  }
}
