package dev.jpod.trust;

import dev.jpod.model.Digest;
import java.util.List;

/**
 * Where the signatures of images are kept. Asked only when a policy wants them. What it hands out
 * is not verified; a place that has none answers with an empty list, one that cannot be asked
 * throws.
 */
public interface SignatureSource {
  /** More signatures of one manifest than these are not looked at. */
  int MOST = 128;

  /** A place without signatures. */
  SignatureSource NONE =
      new SignatureSource() {
        @Override
        public List<CosignSignature> cosign(Digest manifest) {
          return List.of();
        }

        @Override
        public List<byte[]> simple(Digest manifest) {
          return List.of();
        }
      };

  /** The signatures in cosign's form that are attached to a manifest or an index. */
  List<CosignSignature> cosign(Digest manifest);

  /** The simple signatures, which are messages of OpenPGP, of a manifest or an index. */
  List<byte[]> simple(Digest manifest);
}
