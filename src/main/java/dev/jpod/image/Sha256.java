package dev.jpod.image;

import dev.jpod.host.StreamDigest;
import dev.jpod.model.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of OCI content. */
final class Sha256 {
  private Sha256() {}

  /** Of a document; a stream has a {@link StreamDigest}. */
  static Digest of(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Digest.sha256(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static Digest of(StreamDigest stream) {
    return Digest.sha256(stream.hex());
  }
}
