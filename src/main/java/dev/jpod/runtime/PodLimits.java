package dev.jpod.runtime;

import dev.jpod.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/**
 * The limits of all containers of a pod together. No runtime has a cgroup without a process of its
 * own, so these are written to the files of the pod's.
 */
public final class PodLimits {
  private static final String NONE = "-1";
  private static final long CGROUP_V1_SHARES = 262_142;
  private static final long CGROUP_V2_WEIGHTS = 9_999;

  private PodLimits() {}

  /**
   * What to write, in this order; what is not asked for is lifted. Nothing when nothing is asked
   * for and nothing was.
   *
   * @param before the fields that were applied until now
   * @param blockDevices the number of each device that a throttle names, now or before
   * @param cpuset what the pod has when it asks for no processors of its own
   * @throws dev.jpod.model.JpodException for a limit that the host's cgroups cannot keep
   */
  public static List<CgroupWrite> writes(
      Resources asked,
      SortedMap<String, String> before,
      Map<String, DeviceNumber> blockDevices,
      CpusetDefaults cpuset,
      HostFacts host) {
    LimitUpdate update = LimitUpdate.of(asked, before, blockDevices, cpuset, host);
    JsonNode memory = update.request().path("memory");
    JsonNode cpu = update.request().path("cpu");
    List<CgroupWrite> writes = new ArrayList<>();
    switch (host.cgroups()) {
      case V1 -> {
        // The limit with swap is never below the one without, also not in between.
        writes.add(CgroupWrite.lift("memory", "memory.memsw.limit_in_bytes", NONE));
        number(writes, memory, "limit", "memory", "memory.limit_in_bytes");
        number(writes, memory, "swap", "memory", "memory.memsw.limit_in_bytes");
        number(writes, memory, "reservation", "memory", "memory.soft_limit_in_bytes");
        number(writes, cpu, "period", "cpu", "cpu.cfs_period_us");
        number(writes, cpu, "quota", "cpu", "cpu.cfs_quota_us");
        number(writes, cpu, "shares", "cpu", "cpu.shares");
      }
      case V2 -> {
        writes.addAll(memory(memory));
        number(writes, memory, "reservation", "memory", "memory.low");
        if (cpu.has("quota")) {
          String quota = cpu.path("quota").asLong() + " " + cpu.path("period").asLong();
          writes.add(CgroupWrite.set("cpu", "cpu.max", quota));
        }
        if (cpu.has("shares")) {
          long weight =
              1 + (cpu.path("shares").asLong() - 2) * CGROUP_V2_WEIGHTS / CGROUP_V1_SHARES;
          writes.add(CgroupWrite.set("cpu", "cpu.weight", Long.toString(weight)));
        }
      }
    }
    set(writes, "cpuset", "cpuset.mems", cpu.path("mems").asString(""));
    set(writes, "cpuset", "cpuset.cpus", cpu.path("cpus").asString(""));
    Long pids = asked.pids();
    set(writes, "pids", "pids.max", pids == null || pids < 0 ? "max" : pids.toString());
    JsonNode weight = update.request().path("blockIO").path("weight");
    if (!weight.isMissingNode()) {
      blkioWeight(writes, asked, weight.asLong(), host.cgroups());
    }
    writes.addAll(update.writes());
    return writes;
  }

  /** Memory and swap on cgroup v2, which counts them apart. */
  static List<CgroupWrite> memory(JsonNode memory) {
    long limit = memory.path("limit").asLong(-1);
    long swap = memory.path("swap").asLong(-1);
    return List.of(
        maximum(limit, "memory.max"),
        maximum(swap < 0 || limit < 0 ? -1 : swap - limit, "memory.swap.max"));
  }

  /** The file's name and scale tell the scheduler, of which a device has one or the other. */
  private static void blkioWeight(
      List<CgroupWrite> writes, Resources asked, long weight, CgroupVersion version) {
    String controller = Controller.IO.name(version);
    String raw = Long.toString(weight);
    String name = controller + ".weight";
    String content =
        switch (version) {
          case V1 -> raw;
          case V2 -> "default " + CgroupV2Contents.ioWeight(weight);
        };
    writes.add(CgroupWrite.lift(controller, controller + ".bfq.weight", raw));
    writes.add(
        asked.blkioWeight() == null
            ? CgroupWrite.lift(controller, name, content)
            : CgroupWrite.otherForm(controller, name, content));
  }

  private static void number(
      List<CgroupWrite> writes, JsonNode from, String field, String controller, String file) {
    JsonNode value = from.path(field);
    if (value.isIntegralNumber()) {
      String text = Long.toString(value.longValue());
      boolean lifted = text.equals(NONE);
      writes.add(
          lifted
              ? CgroupWrite.lift(controller, file, text)
              : CgroupWrite.set(controller, file, text));
    }
  }

  private static CgroupWrite maximum(long value, String file) {
    return value < 0
        ? CgroupWrite.lift("memory", file, "max")
        : CgroupWrite.set("memory", file, Long.toString(value));
  }

  private static void set(
      List<CgroupWrite> writes, String controller, String file, String content) {
    if (!content.isEmpty()) {
      writes.add(CgroupWrite.lift(controller, file, content));
    }
  }
}
