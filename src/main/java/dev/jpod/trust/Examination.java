package dev.jpod.trust;

import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for a signature of one image that fulfils a requirement; null is what it has to find. */
record Examination(Subject subject, SignatureSource source, ProcessRunner processes) {
  @Nullable Refusal cosign(Requirement.SigstoreSigned signed) {
    PublicKeys keys;
    try {
      keys = PublicKeys.read(signed.keys());
    } catch (IllegalArgumentException e) {
      return Refusal.ofKeys(e);
    }
    Findings findings = new Findings();
    for (Digest digest : subject.digests()) {
      for (CosignSignature signature : limited(source.cosign(digest))) {
        Refusal refusal = judge(signature, keys, signed.identity());
        if (refusal == null) {
          return null;
        }
        findings.add(refusal);
      }
    }
    return findings.summary();
  }

  private @Nullable Refusal judge(
      CosignSignature signature, PublicKeys keys, SignedIdentity identity) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(signature.signature());
    } catch (IllegalArgumentException e) {
      return Refusal.of("its signature is not base 64");
    }
    if (!keys.verify(signature.payload(), bytes)) {
      return Refusal.of("its signature was made by another key, or for other content");
    }
    return judge(signature.payload(), Claim.COSIGN, identity);
  }

  @Nullable Refusal simple(Requirement.SignedBy signed) {
    List<byte[]> messages = new ArrayList<>();
    for (Digest digest : subject.digests()) {
      messages.addAll(limited(source.simple(digest)));
    }
    Findings findings = new Findings();
    if (messages.isEmpty()) {
      return findings.summary();
    }
    try (Keyring keyring = Keyring.of(signed.keyrings(), processes)) {
      for (byte[] message : messages) {
        Refusal refusal = judge(message, keyring, signed.identity());
        if (refusal == null) {
          return null;
        }
        findings.add(refusal);
      }
    } catch (IllegalArgumentException e) {
      return Refusal.ofKeys(e);
    } catch (IOException e) {
      throw JpodException.failed(
          "the signatures of the image '"
              + subject.name()
              + "' cannot be verified: "
              + e.getMessage(),
          "see whether the folder for temporary files can be written to");
    }
    return findings.summary();
  }

  private @Nullable Refusal judge(byte[] message, Keyring keyring, SignedIdentity identity)
      throws IOException {
    byte[] payload;
    try {
      payload = keyring.verify(message);
    } catch (IllegalArgumentException e) {
      return Refusal.of("its signature does not count: " + e.getMessage());
    }
    return judge(payload, Claim.SIMPLE, identity);
  }

  /** Judges a document that one of the keys has signed. */
  private @Nullable Refusal judge(byte[] payload, String type, SignedIdentity identity) {
    Claim claim;
    try {
      claim = Claim.read(payload, type);
    } catch (IllegalArgumentException e) {
      return Refusal.of("what was signed cannot be used: " + e.getMessage());
    }
    if (!subject.digests().contains(claim.manifest())) {
      return Refusal.of("its signature is for the content '" + claim.manifest() + "'");
    }
    if (!identity.accepts(subject.reference(), claim.name())) {
      return Refusal.ofName(claim.name());
    }
    return null;
  }

  private <T> List<T> limited(List<T> signatures) {
    if (signatures.size() > SignatureSource.MOST) {
      throw JpodException.refused(
          "the image '"
              + subject.name()
              + "' has "
              + signatures.size()
              + " signatures, more than "
              + SignatureSource.MOST,
          "remove the signatures that nobody needs");
    }
    return signatures;
  }
}
