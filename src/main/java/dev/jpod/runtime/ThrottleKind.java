package dev.jpod.runtime;

import dev.jpod.model.Resources.BlkioThrottle.Kind;

/**
 * What each kind of throttle is called in a field's path, in OCI and in the two cgroup versions.
 */
enum ThrottleKind {
  READ_BPS(Kind.READ_BPS, "read-bps", "throttleReadBpsDevice", "read_bps_device", "rbps"),
  WRITE_BPS(Kind.WRITE_BPS, "write-bps", "throttleWriteBpsDevice", "write_bps_device", "wbps"),
  READ_IOPS(Kind.READ_IOPS, "read-iops", "throttleReadIOPSDevice", "read_iops_device", "riops"),
  WRITE_IOPS(
      Kind.WRITE_IOPS, "write-iops", "throttleWriteIOPSDevice", "write_iops_device", "wiops");

  final Kind kind;
  final String ociName;

  /** The part of {@code io.max} that holds the rate on cgroup v2. */
  final String ioMaxKey;

  private final String field;
  private final String v1Suffix;

  ThrottleKind(Kind kind, String field, String ociName, String v1Suffix, String ioMaxKey) {
    this.kind = kind;
    this.field = field;
    this.ociName = ociName;
    this.v1Suffix = v1Suffix;
    this.ioMaxKey = ioMaxKey;
  }

  /** The path of a device's field starts with this. */
  String fieldPrefix() {
    return ResourceFields.BLKIO_THROTTLES + field + ".";
  }

  /** The file that holds the rates on cgroup v1. */
  String v1File() {
    return "blkio.throttle." + v1Suffix;
  }

  /** What sets the rate on cgroup v2; 0 lifts it. */
  String ioMax(DeviceNumber number, long rate) {
    return number + " " + ioMaxKey + "=" + (rate == 0 ? "max" : Long.toString(rate));
  }
}
