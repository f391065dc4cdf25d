package dev.jpod.transfer;

import dev.jpod.image.BlobArrival;
import dev.jpod.image.Descriptor;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.BlobSink;
import dev.jpod.registry.FetchedManifest;
import dev.jpod.registry.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An image of a registry.
 *
 * @param tagOrDigest what is asked for of the repository
 */
record RegistryOrigin(Repository repository, String tagOrDigest) implements ImageOrigin {
  private static final long LARGEST_DOCUMENT = 4 << 20;

  /** Of a reference with tag and digest, the digest decides. */
  static RegistryOrigin of(ImageReference reference, Repository repository) {
    Digest digest = reference.digest();
    return new RegistryOrigin(
        repository, digest == null ? Objects.requireNonNull(reference.tag()) : digest.value());
  }

  /** The digest of what {@link #manifest()} would give; null when there is nothing. */
  @Nullable Digest digest() {
    return repository.digestOf(tagOrDigest);
  }

  @Override
  public Document manifest() {
    return document(repository.manifest(tagOrDigest));
  }

  @Override
  public Document manifest(Digest digest) {
    return document(repository.manifest(digest.value()));
  }

  private static Document document(FetchedManifest manifest) {
    return new Document(new Content(manifest.bytes()), manifest.mediaType(), manifest.digest());
  }

  @Override
  public byte[] document(Descriptor blob) {
    if (blob.size() > LARGEST_DOCUMENT) {
      throw JpodException.refused(
          "the document '"
              + blob.digest().shortHex()
              + "' of '"
              + repository.name()
              + "' has "
              + blob.size()
              + " bytes, more than "
              + LARGEST_DOCUMENT,
          "the image is damaged or forged: ask its maker for another");
    }
    Memory memory = new Memory();
    try {
      repository.fetch(blob.digest(), blob.size(), memory);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return memory.bytes.toByteArray();
  }

  private static final class Memory implements BlobSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public long received() {
      return bytes.size();
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      bytes.write(block, offset, length);
    }
  }

  @Override
  public void fetch(Descriptor blob, BlobArrival into, LongConsumer received) throws IOException {
    received.accept(into.received());
    repository.fetch(
        blob.digest(),
        blob.size(),
        new BlobSink() {
          @Override
          public long received() {
            return into.received();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            into.write(bytes, offset, length);
            received.accept(into.received());
          }
        });
  }

  @Override
  public void close() {
    repository.close();
  }
}
