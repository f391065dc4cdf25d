package dev.jpod.image;

import dev.jpod.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Content that has arrived and is safe on disk, but has no place in the store yet. */
record StagedBlob(Path file, Digest digest, long size) {
  /** The content of a document. */
  byte[] document(String what) throws IOException {
    if (size > Json.LIMIT) {
      throw Json.wrong(what, "it has more than " + Json.LIMIT + " bytes");
    }
    return Files.readAllBytes(file);
  }

  /** Fails when the content is not what a descriptor says. */
  StagedBlob matching(Descriptor descriptor) {
    if (size != descriptor.size() || !digest.equals(descriptor.digest())) {
      throw Json.wrong(
          "the content '" + descriptor.digest() + "'",
          "it has "
              + size
              + " bytes and the digest '"
              + digest
              + "', not the "
              + descriptor.size()
              + " bytes that were promised");
    }
    return this;
  }
}
