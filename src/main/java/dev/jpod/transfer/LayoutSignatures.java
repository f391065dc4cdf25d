package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.image.ImageIndex;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.trust.CosignSignature;
import dev.jpod.trust.SignatureSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signatures in an image layout, attached as in a registry. There are no simple ones. */
record LayoutSignatures(String name, Files files) implements SignatureSource, SignatureShelf {
  private static final String REFERENCE_NAME = "org.opencontainers.image.ref.name";
  private static final int LARGEST = 4 << 20;

  /** The files of a layout in a folder or in an archive. */
  @FunctionalInterface
  interface Files {
    /** So many bytes of a plain file at most; null when there is none. */
    byte @Nullable [] read(String name, int most) throws IOException;
  }

  @Override
  public List<CosignSignature> cosign(Digest manifest) {
    return new AttachedSignatures(this).of(manifest);
  }

  @Override
  public List<byte[]> simple(Digest manifest) {
    return List.of();
  }

  @Override
  public byte @Nullable [] manifest(String tag) {
    byte[] index = read("index.json", LARGEST);
    if (index == null) {
      return null;
    }
    for (Descriptor entry : ImageIndex.read(index, "the image index of '" + name + "'").manifests()) {
      if (tag.equals(entry.annotations().get(REFERENCE_NAME))) {
        return blob(entry.digest(), Math.min(entry.size(), LARGEST));
      }
    }
    return null;
  }

  @Override
  public byte[] blob(Digest digest, long size) {
    byte[] content = read("blobs/sha256/" + digest.hex(), Math.toIntExact(size + 1));
    if (content == null) {
      throw JpodException.notFound(
          "the content '" + digest + "' is not in '" + name + "'", "copy the image anew");
    }
    return content;
  }

  private byte @Nullable [] read(String file, int most) {
    try {
      return files.read(file, most);
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "cannot read '" + file + "' of '" + name + "': " + e.getMessage(),
          "see the permissions of the file",
          e);
    }
  }
}
