package dev.jpod.diff;

import dev.jpod.model.Resources;

/** The limits among the fields of a container and of a pod. */
final class Limits {
  private Limits() {}

  static void putOfContainer(Resources resources, FieldSink sink) {
    sink.put(Field.PIDS, Canonical.pids(resources));
    put(resources, sink);
  }

  /** A pod has no limit that nobody asked for. */
  static void putOfPod(Resources resources, FieldSink sink) {
    sink.put(Field.PIDS, resources.pids());
    put(resources, sink);
  }

  private static void put(Resources resources, FieldSink sink) {
    CanonicalEntries.putThrottles(resources.blkioThrottles(), sink);
    sink.put(Field.BLKIO_WEIGHT, resources.blkioWeight());
    sink.put(Field.CPUS, resources.milliCpus());
    sink.put(Field.CPUSET_CPUS, resources.cpusetCpus());
    sink.put(Field.CPUSET_MEMS, resources.cpusetMems());
    sink.put(Field.CPU_SHARES, resources.cpuShares());
    sink.put(Field.MEMORY, resources.memory());
    sink.put(Field.MEMORY_RESERVATION, resources.memoryReservation());
    sink.put(Field.MEMORY_SWAP, Canonical.memorySwap(resources));
  }
}
