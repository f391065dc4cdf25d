package dev.jpod.apply;

import dev.jpod.host.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The limits of a container as the kernel has them, by file, on cgroup v1 and v2. */
final class Limits {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final HostUser USER = HostUser.ofProcess();
  private static final String OWN = USER.isRoot() ? "jpod" : "user-" + USER.id() + "/jpod";
  private static final List<String> V1 =
      List.of(
          "memory/memory.limit_in_bytes",
          "memory/memory.soft_limit_in_bytes",
          "memory/memory.memsw.limit_in_bytes",
          "cpu/cpu.cfs_quota_us",
          "cpu/cpu.shares",
          "cpuset/cpuset.cpus",
          "cpuset/cpuset.mems",
          "pids/pids.max",
          "blkio/blkio.weight",
          "blkio/blkio.bfq.weight",
          "blkio/blkio.throttle.read_bps_device",
          "blkio/blkio.throttle.write_iops_device");
  private static final List<String> V2 =
      List.of(
          "memory.max",
          "memory.low",
          "memory.swap.max",
          "cpu.max",
          "cpu.weight",
          "cpuset.cpus",
          "cpuset.mems",
          "pids.max",
          "io.weight",
          "io.bfq.weight",
          "io.max");

  private Limits() {}

  /** The content of every file of limits that the host has for the container. */
  static SortedMap<String, String> of(String id) throws IOException {
    SortedMap<String, String> limits = new TreeMap<>();
    for (String name : V1) {
      String[] controller = name.split("/", 2);
      read(MOUNT.resolve(controller[0]).resolve(OWN).resolve(id), controller[1], limits);
    }
    for (String name : V2) {
      read(MOUNT.resolve(OWN).resolve(id), name, limits);
    }
    return limits;
  }

  private static void read(Path folder, String name, SortedMap<String, String> limits)
      throws IOException {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      limits.put(name, Files.readString(file).strip());
    }
  }
}
