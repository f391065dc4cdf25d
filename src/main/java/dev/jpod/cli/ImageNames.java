package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** The name by which an image was found; null when it was found by an id. */
  static @Nullable ImageReference found(Image image, String asked) {
    for (String name : List.of(asked, "localhost/" + asked)) {
      try {
        ImageReference reference = ImageReference.of(name);
        if (image.references().contains(reference)) {
          return reference;
        }
      } catch (IllegalArgumentException e) {
        // An id.
      }
    }
    return null;
  }

  /** Somebody else has removed an image as soon as it was there. */
  static JpodException goneAgain(ImageReference reference) {
    return JpodException.notFound(
        "the image '" + reference + "' was removed again while it was being pulled",
        "pull it again when no other run removes images");
  }

  static JpodException missing(String name) {
    return JpodException.notFound(
        "there is no image '" + name + "'", "'jpod images' lists the images of this store");
  }
}
