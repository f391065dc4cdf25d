package dev.jpod.cli;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;

/** The names of images on the command line. */
final class ImageNames {
  private ImageNames() {}

  /** The reference that an argument gives to an image. */
  static ImageReference reference(String text) {
    try {
      return ImageReference.of(text);
    } catch (IllegalArgumentException e) {
      throw new JpodException(
          Failure.USAGE,
          "'" + text + "' cannot name an image",
          "a name looks like localhost/busybox:1, in lower case and with one tag",
          e);
    }
  }

  static JpodException missing(String name) {
    return JpodException.notFound(
        "there is no image '" + name + "'", "'jpod images' lists the images of this store");
  }
}
