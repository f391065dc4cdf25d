package dev.jpod.transfer;

import dev.jpod.model.Digest;
import dev.jpod.trust.CosignSignature;
import dev.jpod.trust.SignatureSource;
import java.nio.file.Path;
import java.util.List;

/**
 * The signatures in a folder of the transport {@code dir}. Those of the image itself have plain
 * names, those of a manifest in its index begin with the manifest's digest.
 *
 * @param top the digest of {@code manifest.json}
 */
record FolderSignatures(Path folder, Digest top) implements SignatureSource {
  @Override
  public List<CosignSignature> cosign(Digest manifest) {
    return SignatureFile.cosign(files(manifest));
  }

  @Override
  public List<byte[]> simple(Digest manifest) {
    return SignatureFile.simple(files(manifest));
  }

  private List<byte[]> files(Digest manifest) {
    String start = manifest.equals(top) ? "signature-" : manifest.hex() + ".signature-";
    return NumberedFiles.all(
        number -> SignatureFile.below(folder, start + number, SignatureFile.LARGEST),
        "dir:" + folder);
  }
}
