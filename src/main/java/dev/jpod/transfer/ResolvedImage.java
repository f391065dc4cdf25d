package dev.jpod.transfer;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;

/**
 * What a reference meant when it was looked up.
 *
 * @param reference as it was asked for
 * @param digest what the reference pointed to: an index of several platforms, or a manifest; this
 *     is what a lock file pins
 * @param manifest the manifest for the wanted platform; the same as the digest where there is no
 *     index
 * @param id the digest of the configuration
 * @param size bytes of configuration and layers as a registry keeps them
 */
public record ResolvedImage(
    ImageReference reference,
    Digest digest,
    Digest manifest,
    Digest id,
    long size,
    Presence presence) {

  /** Where an image is. */
  public enum Presence {
    /** In the store, under this name. */
    STORED,
    /** Not in the store, or not under this name: it has to be obtained before it can be used. */
    REMOTE
  }
}
