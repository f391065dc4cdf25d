package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Repository;
import dev.jpod.registry.WebFiles;
import dev.jpod.trust.CosignSignature;
import dev.jpod.trust.SignatureSource;
import dev.jpod.trust.SignatureStores;
import dev.jpod.trust.Subject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of an image of a registry: attached to it there, or in a lookaside.
 *
 * @param stores where to look; asked, as all else, only when a signature is wanted
 */
record RegistrySignatures(
    Repository repository,
    ImageReference image,
    Supplier<SignatureStores> stores,
    Supplier<WebFiles> web)
    implements SignatureSource {

  @Override
  public List<CosignSignature> cosign(Digest manifest) {
    return stores.get().readsAttachments(subject(manifest))
        ? new AttachedSignatures(new Attachments(repository)).of(manifest)
        : List.of();
  }

  @Override
  public List<byte[]> simple(Digest manifest) {
    Lookaside lookaside = new Lookaside(stores.get().lookaside(subject(manifest)), image, web);
    return SignatureFile.simple(lookaside.files(manifest));
  }

  private Subject subject(Digest manifest) {
    return Subject.inRegistry(image, List.of(manifest));
  }

  private record Attachments(Repository repository) implements SignatureShelf {
    @Override
    public String name() {
      return repository.name();
    }

    @Override
    public byte @Nullable [] manifest(String tag) {
      try {
        return repository.manifest(tag).bytes();
      } catch (JpodException e) {
        if (e.failure() == Failure.NOT_FOUND) {
          return null;
        }
        throw e;
      }
    }

    @Override
    public byte[] blob(Digest digest, long size) {
      return new RegistryOrigin(repository, digest.value())
          .document(Descriptor.of("", digest, size));
    }
  }
}
