package dev.jpod.transfer;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.trust.SignatureSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

  /** A small file of this host; null when there is none. */
  static byte @Nullable [] file(Path file, LinkOption... links) {
    if (Files.notExists(file, links)) {
      return null;
    }
    try {
      if (!Files.isRegularFile(file, links)) {
        throw unreadable(file, "it is no file", null);
      }
      try (InputStream in = Files.newInputStream(file, links)) {
        byte[] content = in.readNBytes(SignatureFile.LARGEST + 1);
        if (content.length <= SignatureFile.LARGEST) {
          return content;
        }
      }
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
    throw JpodException.refused(
        "the signature '" + file + "' is larger than " + SignatureFile.LARGEST + " bytes",
        "see what lies there: it should be small");
  }

  private static JpodException unreadable(Path file, String why, @Nullable Exception cause) {
    return new JpodException(
        Failure.FAILED,
        "the signature '" + file + "' cannot be read: " + why,
        "see the permissions of the file",
        cause);
  }
}
