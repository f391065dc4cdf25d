package dev.jpod.image;

import java.util.List;

/**
 * What a prune removed.
 *
 * @param images that are gone
 * @param freed bytes on the disk, those of downloads that nobody went on with included
 */
public record PrunedImages(List<Image> images, long freed) {
  public PrunedImages {
    images = List.copyOf(images);
  }
}
