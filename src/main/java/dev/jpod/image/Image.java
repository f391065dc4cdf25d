package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.ImageReference;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An image that the store has.
 *
 * @param id the digest of the configuration, which Docker and Podman call the image id
 * @param manifestDigest what a reference with a digest names
 * @param index the digest of the index of several platforms by which the manifest was found; null
 *     when it was found without one
 * @param references the names that point to this manifest, in the order of the index; empty for an
 *     image without a name
 * @param created as the configuration says; {@link Instant#EPOCH} when it does not
 * @param size bytes of configuration and layers as stored, so mostly compressed
 */
public record Image(
    Digest id,
    Digest manifestDigest,
    @Nullable Digest index,
    List<ImageReference> references,
    ImageConfig config,
    Instant created,
    long size) {
  public Image {
    references = List.copyOf(references);
  }

  /** The same image with the names of another manifest of it, too. */
  Image withNamesOf(Image other) {
    Set<ImageReference> all = new LinkedHashSet<>(references);
    all.addAll(other.references);
    return new Image(id, manifestDigest, index, List.copyOf(all), config, created, size);
  }
}
