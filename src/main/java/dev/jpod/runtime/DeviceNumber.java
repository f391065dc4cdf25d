package dev.jpod.runtime;

import org.jspecify.annotations.Nullable;

/** What the kernel knows a device by. */
public record DeviceNumber(long major, long minor) {
  /** Reads {@code MAJOR:MINOR}; null for any other text. */
  static @Nullable DeviceNumber parse(String text) {
    int colon = text.indexOf(':');
    try {
      return colon < 0
          ? null
          : new DeviceNumber(
              Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
