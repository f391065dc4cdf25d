package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.image.ImageIndex;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import dev.jpod.trust.CosignSignature;
import dev.jpod.trust.SignatureSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signatures in an image layout, attached as in a registry. There are no simple ones. */
record LayoutSignatures(Path folder) implements SignatureSource, SignatureShelf {
  private static final int LARGEST = 4 << 20;

  @Override
  public List<CosignSignature> cosign(Digest manifest) {
    return new AttachedSignatures(this).of(manifest);
  }

  @Override
  public List<byte[]> simple(Digest manifest) {
    return List.of();
  }

  @Override
  public String name() {
    return "oci:" + folder;
  }

  @Override
  public byte @Nullable [] manifest(String tag) {
    byte[] index = SignatureFile.below(folder, OciFolderBundle.INDEX, LARGEST);
    if (index == null) {
      return null;
    }
    List<Descriptor> entries =
        ImageIndex.read(index, "the image index of '" + folder + "'").manifests();
    for (Descriptor entry : entries) {
      if (tag.equals(entry.annotations().get(Descriptor.REFERENCE_NAME))) {
        return content(entry.digest(), LARGEST);
      }
    }
    return null;
  }

  @Override
  public byte[] blob(Digest digest, long size) {
    return content(digest, Math.toIntExact(size));
  }

  private byte[] content(Digest digest, int most) {
    byte[] content = SignatureFile.below(folder, OciFolderBundle.blob(digest), most);
    if (content == null) {
      throw JpodException.notFound(
          "the content '" + digest + "' is not in '" + folder + "'", "copy the image anew");
    }
    return content;
  }
}
