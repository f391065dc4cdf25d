package dev.jpod.runtime;

/**
 * A device node that shall appear in a container, as it was found on the host.
 *
 * @param target the absolute path in the container
 * @param mode permission bits
 * @param permissions any of {@code r}, {@code w} and {@code m}, in that order
 */
public record HostDevice(
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
}
