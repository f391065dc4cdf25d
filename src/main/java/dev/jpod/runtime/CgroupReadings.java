package dev.jpod.runtime;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a container's cgroup says of its limits, in the words of the manifest.
 *
 * <p>The kernel rounds, and one limit has several notations. So a reading that is what the kernel
 * makes of the applied value is given as the applied value itself, and one that the engine's
 * default leads to as the empty text.
 */
public final class CgroupReadings {
  private static final List<CgroupFile> V1 =
      List.of(
          new CgroupFile("memory", "memory.limit_in_bytes"),
          new CgroupFile("memory", "memory.soft_limit_in_bytes"),
          new CgroupFile("memory", "memory.memsw.limit_in_bytes"),
          new CgroupFile("cpu", "cpu.cfs_quota_us"),
          new CgroupFile("cpu", "cpu.cfs_period_us"),
          new CgroupFile("cpu", "cpu.shares"),
          new CgroupFile("cpuset", "cpuset.cpus"),
          new CgroupFile("cpuset", "cpuset.mems"),
          new CgroupFile("pids", "pids.max"),
          new CgroupFile("blkio", "blkio.bfq.weight"),
          new CgroupFile("blkio", "blkio.weight"),
          new CgroupFile("blkio", "blkio.throttle.read_bps_device"),
          new CgroupFile("blkio", "blkio.throttle.write_bps_device"),
          new CgroupFile("blkio", "blkio.throttle.read_iops_device"),
          new CgroupFile("blkio", "blkio.throttle.write_iops_device"));

  private static final List<CgroupFile> V2 =
      List.of(
          new CgroupFile("memory", "memory.max"),
          new CgroupFile("memory", "memory.low"),
          new CgroupFile("memory", "memory.swap.max"),
          new CgroupFile("cpu", "cpu.max"),
          new CgroupFile("cpu", "cpu.weight"),
          new CgroupFile("cpuset", "cpuset.cpus"),
          new CgroupFile("cpuset", "cpuset.mems"),
          new CgroupFile("pids", "pids.max"),
          new CgroupFile("io", "io.bfq.weight"),
          new CgroupFile("io", "io.weight"),
          new CgroupFile("io", "io.max"));

  private static final long LARGEST_PAGE = 1 << 16;

  private CgroupReadings() {}

  /** The files to read in a container's cgroup; most hosts do not have all of them. */
  public static List<CgroupFile> files(CgroupVersion version) {
    return switch (version) {
      case V1 -> V1;
      case V2 -> V2;
    };
  }

  /**
   * The fields that the files tell, in the form of {@code ObservedContainer.live}.
   *
   * @param contents by file name, without the files that are not there
   * @param applied the container's fields as of the last apply
   * @param cpuset what a container has that asks for no processors of its own
   * @param blockDevices the number of each device that an applied throttle names
   */
  public static SortedMap<String, String> live(
      CgroupVersion version,
      Map<String, String> contents,
      SortedMap<String, String> applied,
      CpusetDefaults cpuset,
      Map<String, DeviceNumber> blockDevices) {
    return live(version, contents, applied, cpuset, blockDevices, ResourcesJson.DEFAULT_PIDS);
  }

  /** The same of a pod's cgroup, in which the number of processes has no limit by default. */
  public static SortedMap<String, String> liveOfPod(
      CgroupVersion version,
      Map<String, String> contents,
      SortedMap<String, String> applied,
      CpusetDefaults cpuset,
      Map<String, DeviceNumber> blockDevices) {
    return live(version, contents, applied, cpuset, blockDevices, ResourcesJson.UNLIMITED);
  }

  private static SortedMap<String, String> live(
      CgroupVersion version,
      Map<String, String> contents,
      SortedMap<String, String> applied,
      CpusetDefaults cpuset,
      Map<String, DeviceNumber> blockDevices,
      long defaultPids) {
    CgroupContents cgroup =
        switch (version) {
          case V1 -> new CgroupV1Contents(contents);
          case V2 -> new CgroupV2Contents(contents);
        };
    SortedMap<String, String> live = new TreeMap<>();
    memory(cgroup, applied, live);
    Long milliCpus = cgroup.milliCpus();
    put(live, applied, ResourceFields.CPUS, milliCpus, ResourcesJson.UNLIMITED, 0);
    shares(cgroup, applied, live);
    list(live, applied, ResourceFields.CPUSET_CPUS, cgroup.cpusetCpus(), cpuset.cpus());
    list(live, applied, ResourceFields.CPUSET_MEMS, cgroup.cpusetMems(), cpuset.mems());
    put(live, applied, ResourceFields.PIDS, cgroup.pids(), defaultPids, 0);
    Long weight = cgroup.blkioWeight();
    put(live, applied, ResourceFields.BLKIO_WEIGHT, weight, ResourcesJson.DEFAULT_BLKIO_WEIGHT, 0);
    throttles(cgroup, applied, blockDevices, live);
    return live;
  }

  /** The limit of memory and swap together that goes with a limit of memory alone. */
  static long defaultSwap(long memory) {
    boolean doubles = memory >= 0 && memory <= Long.MAX_VALUE / 2;
    return doubles ? 2 * memory : ResourcesJson.UNLIMITED;
  }

  private static void memory(
      CgroupContents cgroup, SortedMap<String, String> applied, SortedMap<String, String> live) {
    Long memory = cgroup.memory();
    put(live, applied, ResourceFields.MEMORY, memory, ResourcesJson.UNLIMITED, LARGEST_PAGE);
    put(
        live,
        applied,
        ResourceFields.MEMORY_RESERVATION,
        cgroup.memoryReservation(),
        cgroup.noReservation(),
        LARGEST_PAGE);

    String text = applied.get(ResourceFields.MEMORY);
    long base = text != null ? Long.parseLong(text) : ResourcesJson.UNLIMITED;
    put(
        live,
        applied,
        ResourceFields.MEMORY_SWAP,
        cgroup.memorySwap(base < 0 && memory != null ? memory : base),
        defaultSwap(base),
        2 * LARGEST_PAGE);
  }

  private static void shares(
      CgroupContents cgroup, SortedMap<String, String> applied, SortedMap<String, String> live) {
    String wanted = applied.get(ResourceFields.CPU_SHARES);
    Long found = cgroup.cpuShares();
    if (found == null) {
      return;
    }
    boolean asApplied = wanted != null && cgroup.hasShares(Long.parseLong(wanted));
    boolean byDefault = found == ResourcesJson.DEFAULT_SHARES;
    String other = byDefault ? "" : found.toString();
    live.put(ResourceFields.CPU_SHARES, asApplied ? wanted : other);
  }

  private static void list(
      SortedMap<String, String> live,
      SortedMap<String, String> applied,
      String path,
      @Nullable String found,
      String otherwise) {
    if (found == null) {
      return;
    }
    String wanted = applied.get(path);
    if (wanted != null && CpuList.same(wanted, found)) {
      live.put(path, wanted);
    } else {
      live.put(path, found.isEmpty() || CpuList.same(found, otherwise) ? "" : found);
    }
  }

  private static void throttles(
      CgroupContents cgroup,
      SortedMap<String, String> applied,
      Map<String, DeviceNumber> blockDevices,
      SortedMap<String, String> live) {
    for (ThrottleKind kind : ThrottleKind.values()) {
      Map<String, Long> found = cgroup.throttles(kind);
      for (String path : applied.tailMap(kind.fieldPrefix()).keySet()) {
        if (!path.startsWith(kind.fieldPrefix())) {
          break;
        }
        DeviceNumber number = blockDevices.get(path.substring(kind.fieldPrefix().length()));
        if (number != null) {
          Long rate = found.remove(number.toString());
          live.put(path, rate == null ? "" : rate.toString());
        }
      }
      found.forEach((number, rate) -> live.put(kind.fieldPrefix() + number, rate.toString()));
    }
  }

  /**
   * Puts a number in.
   *
   * @param loss by how much less than what was written the kernel may read
   */
  private static void put(
      SortedMap<String, String> live,
      SortedMap<String, String> applied,
      String path,
      @Nullable Long found,
      long otherwise,
      long loss) {
    if (found == null) {
      return;
    }
    String wanted = applied.get(path);
    if (wanted != null && isRoundingOf(Long.parseLong(wanted), found, loss)) {
      live.put(path, wanted);
    } else {
      live.put(path, isRoundingOf(otherwise, found, loss) ? "" : found.toString());
    }
  }

  private static boolean isRoundingOf(long written, long found, long loss) {
    boolean unlimited = written < 0 || found < 0;
    return written == found || (!unlimited && found < written && written - found < loss);
  }
}
