package dev.jpod.manifest;

import dev.jpod.model.Resources;
import org.jspecify.annotations.Nullable;

/** The {@code resources} of a container, or of a pod of several. */
final class ResourcesReader {
  /** Less than this no runtime can start a process in; Docker draws the line there too. */
  private static final long LEAST_MEMORY = 6L << 20;

  private static final int LEAST_SHARES = 2;
  private static final int MOST_SHARES = 262_144;
  private static final int LEAST_WEIGHT = 10;
  private static final int MOST_WEIGHT = 1000;
  private static final long UNLIMITED = -1;

  private final MapReader map;

  private ResourcesReader(MapReader map) {
    this.map = map;
  }

  /** The limits of all containers of a pod together. */
  static Resources ofPod(MapReader pod) {
    return read(pod, Resources.DEFAULT);
  }

  /** The limits of a container, within those of its pod. */
  static Resources ofContainer(MapReader container, Resources pod) {
    return read(container, pod);
  }

  private static Resources read(MapReader owner, Resources outer) {
    Value value = owner.get("resources");
    if (value == null) {
      return Resources.DEFAULT;
    }
    MapReader map = new MapReader(value);
    ResourcesReader reader = new ResourcesReader(map);
    Resources resources = reader.resources();
    reader.refuseMoreThan(outer, resources);
    map.finish();
    return resources;
  }

  private void refuseMoreThan(Resources outer, Resources resources) {
    Long most = outer.memory();
    Long memory = resources.memory();
    if (most != null && memory != null && memory > most) {
      problem("memory", "is above the limit of the whole pod", "lower it, or raise the pod's");
    }
  }

  private Resources resources() {
    Long memory = map.size("memory", LEAST_MEMORY);
    Long reservation = map.size("memoryReservation", 1);
    Long swap = swap(memory);
    if (memory != null && reservation != null && reservation > memory) {
      problem("memoryReservation", "is above the memory limit", "lower it, or raise 'memory'");
    }
    Long weight = map.integer("blkioWeight", LEAST_WEIGHT, MOST_WEIGHT);
    return new Resources(
        memory,
        reservation,
        swap,
        cpus(),
        map.integer("cpuShares", LEAST_SHARES, MOST_SHARES),
        CpuSets.read(map, "cpuset", "cpusetCpus"),
        CpuSets.read(map, "cpusetMems"),
        pids(),
        weight == null ? null : weight.intValue(),
        BlkioThrottleReader.read(map));
  }

  private @Nullable Long swap(@Nullable Long memory) {
    Value value = map.get("memorySwap");
    if (value == null) {
      return null;
    }
    if (Words.isUnlimited(value)) {
      return UNLIMITED;
    }
    Long swap = Sizes.read(value, 1);
    if (swap != null && !map.has("memory")) {
      value.problem("is a limit of memory and swap together", "set 'memory' as well");
    } else if (swap != null && memory != null && swap < memory) {
      value.problem("is below the memory limit", "it counts memory and swap together; raise it");
    }
    return swap;
  }

  private @Nullable Long cpus() {
    Value value = map.get("cpus");
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    try {
      return CpuAmounts.parse(text);
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }

  private @Nullable Long pids() {
    Value value = map.get("pids");
    if (value == null) {
      return null;
    }
    return Words.isUnlimited(value) ? Long.valueOf(UNLIMITED) : value.integer(1, 4_194_304);
  }

  private void problem(String field, String message, String hint) {
    Value value = map.raw(field);
    if (value != null) {
      value.problem(message, hint);
    }
  }
}
