package dev.jpod.runtime;

import static dev.jpod.runtime.ResourcesJson.PERIOD_MICROS;
import static dev.jpod.runtime.ResourcesJson.UNLIMITED;

import dev.jpod.model.JpodException;
import dev.jpod.model.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All limits of a running container, with the engine's default for each that is not asked for.
 *
 * <p>A runtime forgets what an update leaves out, so the request is complete. Yet runc 1.1.5 takes
 * no throttles, crun 1.8.1 cannot lift a processor quota or the number of processes, and neither
 * can lift a reservation or shares on cgroup v2: these are written to the cgroup afterwards.
 *
 * @param request the standard input of {@link RuntimeCommands#update}
 * @param writes to be done after the runtime's update has succeeded, in this order
 */
public record LimitUpdate(ObjectNode request, List<CgroupWrite> writes) {
  public LimitUpdate {
    writes = List.copyOf(writes);
  }

  /**
   * The update to what is asked for.
   *
   * @param before the fields that were applied or found until now; what they have and {@code asked}
   *     has not is lifted
   * @param blockDevices the number of each device that a throttle names, now or before
   * @param cpuset what the container has when it asks for no processors of its own
   * @throws JpodException for a limit that the host's cgroups cannot keep
   */
  public static LimitUpdate of(
      Resources asked,
      SortedMap<String, String> before,
      Map<String, DeviceNumber> blockDevices,
      CpusetDefaults cpuset,
      HostFacts host) {
    return new LimitUpdate(
        request(asked, before, cpuset, host),
        writes(asked, throttles(asked, before, blockDevices), host.cgroups()));
  }

  /**
   * The same without what is to stay as others made it. The runtime forgets these limits, which
   * changes nothing in the kernel.
   */
  public LimitUpdate leaving(LeftLimits left, CgroupVersion version) {
    List<CgroupWrite> all = new ArrayList<>(writes);
    ObjectNode rest = left.without(request);
    if (version == CgroupVersion.V2 && left.partMemoryFromSwap()) {
      // Runtimes reckon swap from the memory of the same request.
      all.addAll(PodLimits.memory(request.path("memory")));
      rest.withObjectProperty("memory").remove(List.of("limit", "swap"));
    }
    all.removeIf(left::covers);
    return new LimitUpdate(rest, all);
  }

  private static ObjectNode request(
      Resources asked, SortedMap<String, String> before, CpusetDefaults cpuset, HostFacts host) {
    ObjectNode json = ResourcesJson.limits(asked, host);
    ObjectNode memory = json.withObjectProperty("memory");
    if (asked.memory() == null) {
      memory.put("limit", UNLIMITED);
    }
    if (!memory.has("swap") && host.features().contains(HostFacts.Feature.SWAP_LIMIT)) {
      memory.put("swap", UNLIMITED);
    }
    ObjectNode cpu = json.withObjectProperty("cpu");
    if (asked.cpusetCpus() == null) {
      cpu.put("cpus", cpuset.cpus());
    }
    if (asked.cpusetMems() == null) {
      cpu.put("mems", cpuset.mems());
    }
    switch (host.cgroups()) {
      case V1 -> {
        if (asked.memoryReservation() == null) {
          memory.put("reservation", UNLIMITED);
        }
        if (asked.cpuShares() == null) {
          cpu.put("shares", ResourcesJson.DEFAULT_SHARES);
        }
      }
      case V2 -> memory.put("checkBeforeUpdate", true);
    }
    boolean weighted = !before.getOrDefault(ResourceFields.BLKIO_WEIGHT, "").isEmpty();
    if (weighted && asked.blkioWeight() == null) {
      json.putObject("blockIO").put("weight", ResourcesJson.DEFAULT_BLKIO_WEIGHT);
    }
    return withinControllers(json, host);
  }

  /** Without the limits that would be lifted, if the host had any of their kind. */
  private static ObjectNode withinControllers(ObjectNode json, HostFacts host) {
    Set<Controller> controllers = host.controllers();
    if (!controllers.contains(Controller.MEMORY)) {
      json.remove("memory");
    }
    ObjectNode cpu = json.withObjectProperty("cpu");
    if (!controllers.contains(Controller.CPU)) {
      cpu.remove("shares");
    }
    if (!controllers.contains(Controller.CPUSET)) {
      cpu.remove(List.of("cpus", "mems"));
    }
    if (cpu.isEmpty()) {
      json.remove("cpu");
    }
    return json;
  }

  private static List<CgroupWrite> writes(
      Resources asked,
      Map<ThrottleKind, Map<DeviceNumber, Long>> throttles,
      CgroupVersion cgroups) {
    List<CgroupWrite> writes = new ArrayList<>();
    if (asked.pids() != null && asked.pids() < 0) {
      writes.add(CgroupWrite.lift("pids", "pids.max", "max"));
    }
    switch (cgroups) {
      case V1 -> {
        if (asked.milliCpus() == null) {
          writes.add(CgroupWrite.lift("cpu", "cpu.cfs_quota_us", "-1"));
        }
        throttles.forEach(
            (kind, rates) ->
                rates.forEach(
                    (number, rate) ->
                        writes.add(CgroupWrite.set("blkio", kind.v1File(), number + " " + rate))));
      }
      case V2 -> {
        if (asked.milliCpus() == null) {
          writes.add(CgroupWrite.lift("cpu", "cpu.max", "max " + PERIOD_MICROS));
        }
        if (asked.cpuShares() == null) {
          writes.add(CgroupWrite.lift("cpu", "cpu.weight", "100"));
        }
        if (asked.memoryReservation() == null) {
          writes.add(CgroupWrite.lift("memory", "memory.low", "0"));
        }
        throttles.forEach(
            (kind, rates) ->
                rates.forEach(
                    (number, rate) ->
                        writes.add(CgroupWrite.set("io", "io.max", kind.ioMax(number, rate)))));
      }
    }
    return writes;
  }

  /** The rates to be set; 0 lifts one. */
  private static Map<ThrottleKind, Map<DeviceNumber, Long>> throttles(
      Resources asked, SortedMap<String, String> before, Map<String, DeviceNumber> blockDevices) {
    Map<ThrottleKind, Map<DeviceNumber, Long>> throttles = new LinkedHashMap<>();
    for (ThrottleKind kind : ThrottleKind.values()) {
      Map<DeviceNumber, Long> rates = new LinkedHashMap<>();
      for (Map.Entry<String, String> field : before.tailMap(kind.fieldPrefix()).entrySet()) {
        if (!field.getKey().startsWith(kind.fieldPrefix())) {
          break;
        }
        String device = field.getKey().substring(kind.fieldPrefix().length());
        DeviceNumber number = numberOf(device, blockDevices);
        if (number != null && !field.getValue().isEmpty()) {
          rates.put(number, 0L);
        }
      }
      rates.putAll(ResourcesJson.rates(kind, asked, blockDevices));
      throttles.put(kind, rates);
    }
    return throttles;
  }

  /** A device of before; readings name those that jpod did not throttle by their number. */
  static @Nullable DeviceNumber numberOf(String device, Map<String, DeviceNumber> blockDevices) {
    DeviceNumber number = blockDevices.get(device);
    return number == null ? DeviceNumber.parse(device) : number;
  }
}
