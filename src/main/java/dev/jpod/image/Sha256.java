package dev.jpod.image;

import dev.jpod.model.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of OCI content. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static Digest end(MessageDigest digest) {
    return Digest.sha256(HexFormat.of().formatHex(digest.digest()));
  }

  static Digest of(byte[] content) {
    MessageDigest digest = start();
    digest.update(content);
    return end(digest);
  }
}
