package dev.jpod.reconcile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * What is kept of a content so that a change of it is noticed: a plain digest of what may be shown,
 * and of a secret an HMAC-SHA256 (RFC 2104) under a key of this store, so that nobody who reads a
 * plan or a record can try values against it.
 */
final class Fingerprints {
  private static final int BLOCK = 64;

  private final Supplier<byte[]> key;

  /**
   * @param key the store's key; asked for only when there is a secret
   */
  Fingerprints(Supplier<byte[]> key) {
    this.key = key;
  }

  String ofOpen(byte[] content) {
    return digest(content);
  }

  /** The plain digest of a content, as {@code sha256:...}. */
  static String digest(byte[] content) {
    return "sha256:" + HexFormat.of().formatHex(sha256().digest(content));
  }

  // javax.crypto.Mac takes tens of milliseconds to load, which every no-op apply would pay.
  String ofSecret(byte[] content) {
    byte[] secretKey = key.get();
    byte[] inner = padded(secretKey, 0x36);
    byte[] outer = padded(secretKey, 0x5c);
    MessageDigest digest = sha256();
    digest.update(inner);
    byte[] innerHash = digest.digest(content);
    digest.update(outer);
    return "hmac:" + HexFormat.of().formatHex(digest.digest(innerHash));
  }

  private static byte[] padded(byte[] key, int pad) {
    if (key.length > BLOCK) {
      throw new IllegalArgumentException("the key has more than " + BLOCK + " bytes");
    }
    byte[] block = new byte[BLOCK];
    System.arraycopy(key, 0, block, 0, key.length);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= (byte) pad;
    }
    return block;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
