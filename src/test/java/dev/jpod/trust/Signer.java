package dev.jpod.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.model.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** Signs as cosign does, with a key made for one test. */
record Signer(KeyPair keys, String algorithm) {
  static Signer ofCurveP256() {
    return of("EC", 256, "SHA256withECDSA");
  }

  static Signer ofRsa(int bits) {
    return of("RSA", bits, "SHA256withRSA");
  }

  static Signer ofEd25519() {
    return of("Ed25519", 255, "Ed25519");
  }

  private static Signer of(String kind, int size, String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      generator.initialize(size);
      return new Signer(generator.generateKeyPair(), algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public key as {@code cosign.pub} has it. */
  byte[] pem() {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded());
    return ("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n").getBytes(UTF_8);
  }

  KeyMaterial material() {
    return new KeyMaterial.KeyBytes(pem());
  }

  CosignSignature sign(String name, Digest manifest) {
    return sign(payload("cosign container image signature", name, manifest));
  }

  CosignSignature sign(String payload) {
    byte[] bytes = payload.getBytes(UTF_8);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(keys.getPrivate());
      signature.update(bytes);
      return new CosignSignature(bytes, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String payload(String type, String name, Digest manifest) {
    return """
    {"critical":{"identity":{"docker-reference":"%s"},\
    "image":{"docker-manifest-digest":"%s"},"type":"%s"},"optional":null}\
    """
        .formatted(name, manifest, type);
  }
}
