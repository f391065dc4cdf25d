package dev.jpod.trust;

import java.util.List;

/** What a policy demands of an image; the names are those of containers-policy.json(5). */
public sealed interface Requirement {
  /** Every image is accepted as far as this requirement goes. */
  record InsecureAcceptAnything() implements Requirement {}

  /** No image is accepted. */
  record Reject() implements Requirement {}

  /** A simple signature: a message signed by one of these keys of GnuPG. */
  record SignedBy(List<KeyMaterial> keyrings, SignedIdentity identity) implements Requirement {
    public SignedBy {
      keyrings = List.copyOf(keyrings);
    }
  }

  /** A signature in cosign's form by one of these public keys. */
  record SigstoreSigned(List<KeyMaterial> keys, SignedIdentity identity) implements Requirement {
    public SigstoreSigned {
      keys = List.copyOf(keys);
    }
  }
}
