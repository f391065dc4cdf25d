package dev.jpod.model;

import java.util.Map;

/**
 * A named volume of a stack.
 *
 * @param external made and kept by someone else: it must exist, and is never removed
 */
public record VolumeSpec(boolean external, Map<String, String> labels) {
  /** A volume about which nothing is said. */
  public static final VolumeSpec PLAIN = new VolumeSpec(false, Map.of());

  public VolumeSpec {
    labels = Ordered.copyOf(labels);
  }
}
