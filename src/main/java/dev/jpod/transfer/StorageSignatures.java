package dev.jpod.transfer;

import dev.jpod.model.Digest;
import dev.jpod.podman.StorageImage;
import dev.jpod.trust.CosignSignature;
import dev.jpod.trust.SignatureSource;
import java.util.List;

/** The signatures that Podman keeps beside an image, each as it would be in a file of its own. */
record StorageSignatures(StorageImage image) implements SignatureSource {
  @Override
  public List<byte[]> simple(Digest manifest) {
    return SignatureFile.simple(image.signatures(manifest));
  }

  @Override
  public List<CosignSignature> cosign(Digest manifest) {
    return SignatureFile.cosign(image.signatures(manifest));
  }
}
