package dev.jpod.image;

import java.util.List;

/**
 * What images take on the disk: their content as it was transferred, and their layers unpacked.
 *
 * @param total bytes of all images together
 * @param reclaimable bytes of images and downloads that nobody needs
 * @param unfinished bytes of downloads that were broken off
 */
public record StoreUsage(List<OfImage> images, long total, long reclaimable, long unfinished) {
  public StoreUsage {
    images = List.copyOf(images);
  }

  /**
   * One image.
   *
   * @param shared bytes that other images have, too
   * @param unique bytes that go with it
   */
  public record OfImage(Image image, long shared, long unique, Necessity necessity) {}

  /** Whether somebody counts on an image. */
  public enum Necessity {
    USED_BY_CONTAINER,
    KEPT_FOR_STACK,
    NONE
  }
}
