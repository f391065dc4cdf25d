package dev.jpod.image;

import dev.jpod.host.StreamDigest;
import dev.jpod.model.Digest;

/** The digest of OCI content. */
final class Sha256 {
  private Sha256() {}

  /** Of a document; a stream has a {@link StreamDigest}. */
  static Digest of(byte[] content) {
    return Digest.sha256(StreamDigest.hexOf(content));
  }

  static Digest of(StreamDigest stream) {
    return Digest.sha256(stream.hex());
  }
}
