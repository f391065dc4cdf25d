package dev.jpod.diff;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;

/**
 * An image that containers of a stack are made from, looked up for one run.
 *
 * @param reference as the stack file has it
 * @param digest what the reference stands for: an index of several platforms, or a manifest
 * @param manifest the manifest for this host; the same as the digest where there is no index
 * @param id the digest of the configuration
 * @param size bytes of configuration and layers as they are transferred
 */
public record WantedImage(
    ImageReference reference,
    Digest digest,
    Digest manifest,
    Digest id,
    long size,
    Presence presence,
    Pin pin) {

  /** Whether the image has to be brought in before it can be used. */
  public enum Presence {
    STORED,
    MISSING
  }

  /** Whether something other than the tag decides on the digest. */
  public enum Pin {
    NONE,
    /** The lock file does. */
    LOCKED
  }
}
