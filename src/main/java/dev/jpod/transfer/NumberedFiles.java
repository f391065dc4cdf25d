package dev.jpod.transfer;

import dev.jpod.model.JpodException;
import dev.jpod.trust.SignatureSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signatures in files that are numbered from one: the first that is missing ends the list. */
final class NumberedFiles {
  private NumberedFiles() {}

  /** Where files are read. */
  @FunctionalInterface
  interface Place {
    /** The content of {@code signature-NUMBER}; null when there is none. */
    byte @Nullable [] read(int number);
  }

  /**
   * All signatures of a place.
   *
   * @param image whose they are, for messages
   */
  static List<byte[]> all(Place place, String image) {
    List<byte[]> files = new ArrayList<>();
    for (int number = 1; ; number++) {
      byte[] file = place.read(number);
      if (file == null) {
        return files;
      }
      files.add(file);
      if (files.size() > SignatureSource.MOST) {
        throw JpodException.refused(
            "the image '" + image + "' has more than " + SignatureSource.MOST + " signatures",
            "remove the signatures that nobody needs");
      }
    }
  }
}
