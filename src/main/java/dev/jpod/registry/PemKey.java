package dev.jpod.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads private keys in PEM: PKCS #8, and the older forms of RSA and of elliptic curves. */
final class PemKey {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
  private static final byte[] VERSION_ZERO = {2, 1, 0};

  /** The OID rsaEncryption, 1.2.840.113549.1.1.1, and its NULL. */
  private static final byte[] RSA = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** The OID id-ecPublicKey, 1.2.840.10045.2.1. */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int EC_PARAMETERS = 0xa0;

  private PemKey() {}

  static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    byte[] der;
    try {
      if (text.contains("BEGIN RSA PRIVATE KEY")) {
        der = wrap(RSA, block(text, "RSA PRIVATE KEY"));
      } else if (text.contains("BEGIN EC PRIVATE KEY")) {
        byte[] key = block(text, "EC PRIVATE KEY");
        der = wrap(joined(EC, parametersOf(key)), key);
      } else {
        der = block(text, "PRIVATE KEY");
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeyException("'" + file + "' holds no private key in PEM", e);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // It is a key of another algorithm, or none at all.
      }
    }
    throw new InvalidKeyException("'" + file + "' holds no private key of RSA, EC or Ed25519");
  }

  private static byte[] block(String text, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("-----END " + label + "-----");
    if (from < begin.length()) {
      throw new IllegalArgumentException("there is no block '" + label + "'");
    }
    return Base64.getMimeDecoder().decode(text.substring(from, to));
  }

  /** PrivateKeyInfo of RFC 5208 around a key of an older form. */
  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return element(
        SEQUENCE, joined(VERSION_ZERO, element(SEQUENCE, algorithm), element(OCTETS, key)));
  }

  /** The curve in an ECPrivateKey of RFC 5915: SEQUENCE { version, key, [0] curve, ... }. */
  private static byte[] parametersOf(byte[] key) {
    int at = contentAt(key, 0);
    while ((key[at] & 0xff) != EC_PARAMETERS) {
      at = contentAt(key, at) + lengthAt(key, at);
    }
    int from = contentAt(key, at);
    byte[] parameters = new byte[lengthAt(key, at)];
    System.arraycopy(key, from, parameters, 0, parameters.length);
    return parameters;
  }

  private static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
