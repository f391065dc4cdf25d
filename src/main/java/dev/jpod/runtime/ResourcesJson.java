package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.Resources;
import dev.jpod.model.Resources.BlkioThrottle;
import java.util.LinkedHashMap;
import java.util.Map;
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
   * from it, and {@value #DEFAULT_PIDS} processes where nothing is said of them and the host can
   * count them.
   *
   * @param blockDevices the number of each device that a throttle names
   * @throws JpodException for a limit that the host's cgroups cannot keep
   */
  public static ObjectNode forBundle(
      Resources asked, Map<String, DeviceNumber> blockDevices, HostFacts host) {
    ObjectNode json = limits(asked, host);
    ObjectNode blockIo = json.withObjectProperty("blockIO");
    for (ThrottleKind kind : ThrottleKind.values()) {
      Map<DeviceNumber, Long> rates = rates(kind, asked, blockDevices);
      if (!rates.isEmpty()) {
        ArrayNode rows = blockIo.putArray(kind.ociName);
        rates.forEach(
            (number, rate) ->
                rows.addObject()
                    .put("major", number.major())
                    .put("minor", number.minor())
                    .put("rate", rate));
      }
    }
    if (blockIo.isEmpty()) {
      json.remove("blockIO");
    }
    return json;
  }

  /** All but the throttles. */
  static ObjectNode limits(Resources asked, HostFacts host) {
    LimitControllers.require("the container", asked, host);
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
    Long pids = asked.pids() == null ? Long.valueOf(DEFAULT_PIDS) : asked.pids();
    if (pids >= 0 && host.controllers().contains(Controller.PIDS)) {
      json.putObject("pids").put("limit", pids);
    }
    if (asked.blkioWeight() != null) {
      json.putObject("blockIO").put("weight", asked.blkioWeight());
    }
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

  /** The rates of one kind, by device. */
  static Map<DeviceNumber, Long> rates(
      ThrottleKind kind, Resources asked, Map<String, DeviceNumber> blockDevices) {
    Map<DeviceNumber, Long> rates = new LinkedHashMap<>();
    for (BlkioThrottle throttle : asked.blkioThrottles()) {
      if (throttle.kind() == kind.kind) {
        rates.put(number(throttle.device(), blockDevices), throttle.rate());
      }
    }
    return rates;
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
