package dev.jpod.runtime;

/**
 * A device node that shall appear in a container, as it was found on the host.
 *
 * @param source the absolute path on the host
 * @param target the absolute path in the container
 * @param mode permission bits
 * @param permissions any of {@code r}, {@code w} and {@code m}, in that order
 */
public record HostDevice(
    String source,
    String target,
    Type type,
    DeviceNumber number,
    int mode,
    long uid,
    long gid,
    String permissions) {
  /** The two kinds of devices. */
  public enum Type {
    CHARACTER("c"),
    BLOCK("b");

    private final String letter;

    Type(String letter) {
      this.letter = letter;
    }

    String letter() {
      return letter;
    }
  }

  /**
   * Whether the device has to be mounted. In a user namespace nobody makes devices: a runtime takes
   * the host's of the same path instead, so one with another name is not found by it.
   */
  boolean isMounted(HostFacts host) {
    return host.isInUserNamespace() && !source.equals(target);
  }
}
