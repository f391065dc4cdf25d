package dev.jpod.runtime;

/** What the kernel knows a device by. */
public record DeviceNumber(long major, long minor) {
  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
