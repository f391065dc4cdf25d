package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.registry.Repository;
import dev.jpod.transfer.ImageOrigin.Document;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A repository of a registry as the place where an image goes. */
final class RegistryDestination implements ImageDestination {
  private final Repository repository;
  private final String tagOrDigest;
  private final @Nullable String mountFrom;

  /**
   * @param tagOrDigest what the manifest is to be called
   * @param mountFrom a repository of the same registry that may have the same blobs; null for none
   */
  RegistryDestination(Repository repository, String tagOrDigest, @Nullable String mountFrom) {
    this.repository = repository;
    this.tagOrDigest = tagOrDigest;
    this.mountFrom = mountFrom;
  }

  @Override
  public Taken take(Descriptor blob, Source source, LongConsumer sent) throws IOException {
    return switch (repository.push(blob.digest(), blob.size(), source::open, mountFrom, sent)) {
      case SENT -> Taken.TRANSFERRED;
      case ALREADY_THERE -> Taken.ALREADY_THERE;
    };
  }

  @Override
  public void finish(Document manifest) {
    repository.put(tagOrDigest, manifest.content().bytes(), manifest.mediaType());
  }

  @Override
  public void close() {
    repository.close();
  }
}
