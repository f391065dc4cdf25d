package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.util.List;

/**
 * What a removal did.
 *
 * @param untagged names that no longer exist
 * @param deleted ids of images that no longer exist
 */
public record RemovedImage(List<ImageReference> untagged, List<Digest> deleted) {
  public RemovedImage {
    untagged = List.copyOf(untagged);
    deleted = List.copyOf(deleted);
  }
}
