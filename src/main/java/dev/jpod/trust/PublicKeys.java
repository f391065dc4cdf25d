package dev.jpod.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The public keys of which one must have made a signature: ECDSA, RSA or Ed25519. */
record PublicKeys(List<PublicKey> keys) {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
  private static final int FEWEST_RSA_BITS = 2048;

  PublicKeys {
    keys = List.copyOf(keys);
  }

  /**
   * Reads each of the keys, which must all be usable.
   *
   * @throws IllegalArgumentException that says which is not
   */
  static PublicKeys read(List<KeyMaterial> sources) {
    List<PublicKey> keys = new ArrayList<>();
    for (KeyMaterial source : sources) {
      keys.add(key(source));
    }
    return new PublicKeys(keys);
  }

  /** Whether one of the keys made this signature, over SHA-256 where the algorithm leaves that. */
  boolean verify(byte[] payload, byte[] signature) {
    for (PublicKey key : keys) {
      if (verify(key, payload, signature)) {
        return true;
      }
    }
    return false;
  }

  private static boolean verify(PublicKey key, byte[] payload, byte[] signature) {
    try {
      Signature verification = Signature.getInstance(algorithm(key));
      verification.initVerify(key);
      verification.update(payload);
      return verification.verify(signature);
    } catch (GeneralSecurityException e) {
      // The bytes have not even the form of a signature by this kind of key.
      return false;
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key) {
      case ECPublicKey _ -> "SHA256withECDSA";
      case RSAPublicKey _ -> "SHA256withRSA";
      default -> "Ed25519";
    };
  }

  private static PublicKey key(KeyMaterial source) {
    byte[] der = der(source);
    for (String algorithm : ALGORITHMS) {
      try {
        PublicKey key =
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
        requireStrength(key, source);
        return key;
      } catch (GeneralSecurityException e) {
        // A key of another algorithm.
      }
    }
    throw new IllegalArgumentException(source + " has no key of ECDSA, RSA or Ed25519");
  }

  private static void requireStrength(PublicKey key, KeyMaterial source) {
    boolean strong =
        switch (key) {
          case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= FEWEST_RSA_BITS;
          case ECPublicKey _, EdECPublicKey _ -> true;
          default -> false;
        };
    if (!strong) {
      throw new IllegalArgumentException(source + " has a key that is too weak");
    }
  }

  private static byte[] der(KeyMaterial source) {
    String pem = new String(source.read(), ISO_8859_1).strip();
    int end = pem.indexOf(END);
    if (!pem.startsWith(BEGIN) || end < 0 || end + END.length() != pem.length()) {
      throw new IllegalArgumentException(source + " is not one public key in PEM form");
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(BEGIN.length(), end));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + " is not one public key in PEM form", e);
    }
  }
}
