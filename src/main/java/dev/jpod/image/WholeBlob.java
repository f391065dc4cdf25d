package dev.jpod.image;

import dev.jpod.host.StreamDigest;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A blob that need not be fetched, because some run has fetched all of it. */
record WholeBlob(OciLayout layout, Descriptor blob) {
  private static final int BLOCK = 256 * 1024;

  /** Gives the content a name of the caller's own when the store has it. */
  boolean keepStored(Path kept) throws IOException {
    Path stored = layout.blob(blob.digest());
    try {
      if (Files.size(stored) != blob.size()) {
        return false;
      }
      Files.createLink(kept, stored);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Gives the content a name of the caller's own when another run has finished it, but the store
   * does not have it yet. Such a file has a second name, by which that run or the store counts on
   * its content. So it is never written to: what does not fit loses only the name among unfinished
   * blobs. The caller holds the blob's lock.
   */
  boolean keepFinished(Path kept) throws IOException {
    Path partial = layout.partial().resolve(blob.digest().hex());
    if (!Files.exists(partial) || (int) Files.getAttribute(partial, "unix:nlink") == 1) {
      return false;
    }
    if (Files.size(partial) == blob.size() && digest(partial).equals(blob.digest())) {
      Files.createLink(kept, partial);
      return true;
    }
    Files.delete(partial);
    return false;
  }

  private static Digest digest(Path file) throws IOException {
    byte[] bytes = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file);
        StreamDigest digest = StreamDigest.sha256()) {
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        digest.update(bytes, 0, length);
      }
      return Sha256.of(digest);
    }
  }
}
