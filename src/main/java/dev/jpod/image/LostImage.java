package dev.jpod.image;

import dev.jpod.model.JpodException;

/** Says of an image that is used in place that it is not there any more. */
final class LostImage {
  private LostImage() {}

  /**
   * The failure of whoever wants to use the image.
   *
   * @param name as it was asked for
   * @param store where its layers were
   */
  static JpodException of(String name, String store) {
    return JpodException.notFound(
        "the image '"
            + name
            + "' was used in place from the store '"
            + store
            + "', which does not have its layers any more",
        "make or pull it there again and repeat 'jpod pull containers-storage:"
            + store
            + name
            + "', or pull it from a registry");
  }
}
