package dev.jpod.runtime;

/** The paths of the fields that the kernel can change under a running container. */
final class ResourceFields {
  static final String MEMORY = "resources.memory";
  static final String MEMORY_RESERVATION = "resources.memoryReservation";
  static final String MEMORY_SWAP = "resources.memorySwap";
  static final String CPUS = "resources.cpus";
  static final String CPU_SHARES = "resources.cpuShares";
  static final String CPUSET_CPUS = "resources.cpusetCpus";
  static final String CPUSET_MEMS = "resources.cpusetMems";
  static final String PIDS = "resources.pids";
  static final String BLKIO_WEIGHT = "resources.blkioWeight";
  static final String BLKIO_THROTTLES = "resources.blkioThrottles.";

  private ResourceFields() {}
}
