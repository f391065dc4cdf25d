package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.Resources;
import dev.jpod.model.Resources.BlkioThrottle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Limits as the OCI specification's {@code resources} object. It has one form for both versions of
 * cgroups; the runtimes convert it.
 */
public final class ResourcesJson {
  static final long UNLIMITED = -1;
  static final long PERIOD_MICROS = 100_000;
  static final long DEFAULT_PIDS = 2048;
  static final long DEFAULT_SHARES = 1024;
  static final int DEFAULT_BLKIO_WEIGHT = 100;

  private static final long LEAST_MILLI_CPUS = 10;
  private static final long MICROS_PER_MILLI_CPU = PERIOD_MICROS / 1000;

  private ResourcesJson() {}

  /**
   * The limits of a container that is about to be created: only what was asked for and what follows
   * from it, and {@value #DEFAULT_PIDS} processes where nothing is said of them.
   *
   * @param blockDevices the number of each device that a throttle names
   * @throws JpodException for a limit that the host's cgroups cannot keep
   */
  public static ObjectNode forBundle(
      Resources asked, Map<String, DeviceNumber> blockDevices, HostFacts host) {
    ObjectNode memory = JsonNodeFactory.instance.objectNode();
    put(memory, "limit", asked.memory());
    put(memory, "reservation", asked.memoryReservation());
    put(memory, "swap", swap(asked, host));

    ObjectNode cpu = JsonNodeFactory.instance.objectNode();
    put(cpu, "shares", asked.cpuShares());
    if (asked.milliCpus() != null) {
      cpu.put("quota", quota(asked.milliCpus())).put("period", PERIOD_MICROS);
    }
    put(cpu, "cpus", asked.cpusetCpus());
    put(cpu, "mems", asked.cpusetMems());

    ObjectNode json = JsonNodeFactory.instance.objectNode();
    setUnlessEmpty(json, "memory", memory);
    setUnlessEmpty(json, "cpu", cpu);
    json.putObject("pids").put("limit", asked.pids() == null ? DEFAULT_PIDS : asked.pids());
    setUnlessEmpty(json, "blockIO", blockIo(asked, Map.of(), blockDevices));
    return json;
  }

  /**
   * All limits of a running container, with the engine's default for each that is not asked for: a
   * runtime forgets what an update leaves out.
   *
   * @param before the fields that were applied or found until now; what they have and {@code asked}
   *     has not is lifted
   * @param blockDevices the number of each device that a throttle names, now or before
   * @param cpuset what the container has when it asks for no processors of its own
   * @throws JpodException for a limit that the host's cgroups cannot keep
   */
  public static ObjectNode forUpdate(
      Resources asked,
      SortedMap<String, String> before,
      Map<String, DeviceNumber> blockDevices,
      CpusetDefaults cpuset,
      HostFacts host) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode unified = JsonNodeFactory.instance.objectNode();
    boolean single = host.cgroups() == CgroupVersion.V2;

    ObjectNode memory = json.putObject("memory");
    memory.put("limit", asked.memory() == null ? UNLIMITED : asked.memory());
    if (asked.memoryReservation() != null || !single) {
      memory.put("reservation", or(asked.memoryReservation(), UNLIMITED));
    } else {
      unified.put("memory.low", "0");
    }
    Long swap = swap(asked, host);
    if (swap != null || host.features().contains(HostFacts.Feature.SWAP_LIMIT)) {
      memory.put("swap", or(swap, UNLIMITED));
    }
    if (single) {
      memory.put("checkBeforeUpdate", true);
    }

    ObjectNode cpu = json.putObject("cpu");
    if (asked.cpuShares() != null || !single) {
      cpu.put("shares", or(asked.cpuShares(), DEFAULT_SHARES));
    } else {
      unified.put("cpu.weight", "100");
    }
    cpu.put("quota", asked.milliCpus() == null ? UNLIMITED : quota(asked.milliCpus()));
    cpu.put("period", PERIOD_MICROS);
    cpu.put("cpus", asked.cpusetCpus() == null ? cpuset.cpus() : asked.cpusetCpus());
    cpu.put("mems", asked.cpusetMems() == null ? cpuset.mems() : asked.cpusetMems());

    json.putObject("pids").put("limit", or(asked.pids(), DEFAULT_PIDS));
    setUnlessEmpty(json, "blockIO", blockIo(asked, before, blockDevices));
    setUnlessEmpty(json, "unified", unified);
    return json;
  }

  /**
   * Memory and swap together: twice the memory where nothing is said and the kernel can count it.
   */
  private static @Nullable Long swap(Resources asked, HostFacts host) {
    boolean counted = host.features().contains(HostFacts.Feature.SWAP_LIMIT);
    if (asked.memorySwap() != null && !counted) {
      throw JpodException.refused(
          "memorySwap cannot be kept, because this kernel does not limit swap",
          "take memorySwap out, or boot with swapaccount=1");
    }
    if (asked.memorySwap() != null || asked.memory() == null || !counted) {
      return asked.memorySwap();
    }
    return CgroupReadings.defaultSwap(asked.memory());
  }

  private static long quota(long milliCpus) {
    if (milliCpus < LEAST_MILLI_CPUS) {
      throw JpodException.refused(
          "cpus cannot be below 0.01, the least that the kernel gives", "ask for 0.01 or more");
    }
    return milliCpus * MICROS_PER_MILLI_CPU;
  }

  private static ObjectNode blockIo(
      Resources asked, Map<String, String> before, Map<String, DeviceNumber> blockDevices) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (asked.blkioWeight() != null) {
      json.put("weight", asked.blkioWeight());
    } else if (!before.getOrDefault(ResourceFields.BLKIO_WEIGHT, "").isEmpty()) {
      json.put("weight", DEFAULT_BLKIO_WEIGHT);
    }
    for (ThrottleKind kind : ThrottleKind.values()) {
      Map<String, Long> rates = new LinkedHashMap<>();
      for (String path : before.keySet()) {
        if (path.startsWith(kind.fieldPrefix())) {
          rates.put(path.substring(kind.fieldPrefix().length()), 0L);
        }
      }
      for (BlkioThrottle throttle : asked.blkioThrottles()) {
        if (throttle.kind() == kind.kind) {
          rates.put(throttle.device(), throttle.rate());
        }
      }
      if (!rates.isEmpty()) {
        ArrayNode rows = json.putArray(kind.ociName);
        rates.forEach(
            (device, rate) -> {
              DeviceNumber number = number(device, blockDevices);
              rows.addObject()
                  .put("major", number.major())
                  .put("minor", number.minor())
                  .put("rate", rate);
            });
      }
    }
    return json;
  }

  private static DeviceNumber number(String device, Map<String, DeviceNumber> blockDevices) {
    DeviceNumber number = blockDevices.get(device);
    if (number == null) {
      throw JpodException.refused(
          "the block device '" + device + "' of a throttle does not exist",
          "name a device of this host, for example /dev/sda");
    }
    return number;
  }

  private static long or(@Nullable Long asked, long otherwise) {
    return asked == null ? otherwise : asked;
  }

  private static void put(ObjectNode json, String name, @Nullable Long value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void setUnlessEmpty(ObjectNode json, String name, ObjectNode value) {
    if (!value.isEmpty()) {
      json.set(name, value);
    }
  }
}
