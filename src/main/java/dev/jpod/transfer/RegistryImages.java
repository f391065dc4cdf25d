package dev.jpod.transfer;

import dev.jpod.image.Image;
import dev.jpod.image.ImageDocuments;
import dev.jpod.image.ImageStore;
import dev.jpod.image.Platform;
import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Registries;
import dev.jpod.transfer.ImageOrigin.Document;
import dev.jpod.transfer.ResolvedImage.Presence;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The images of registries, for one platform, as far as a policy lets them in. What was looked up
 * is not asked for again when it is brought in. Safe for several threads.
 */
public final class RegistryImages {
  private final ImageStore store;
  private final Registries registries;
  private final RegistryTrust trust;
  private final Platform platform;
  private final Map<Found, ImageDocuments> lookedUp = new ConcurrentHashMap<>();

  /** A manifest as a digest led to it, by the name under which it was let in. */
  private record Found(ImageReference reference, Digest digest, Digest manifest) {}

  public RegistryImages(
      ImageStore store, Registries registries, RegistryTrust trust, Platform platform) {
    this.store = store;
    this.registries = registries;
    this.trust = trust;
    this.platform = platform;
  }

  /**
   * What a reference means to its registry now.
   *
   * @param stored what the store has under that name, so that less need be asked; null for nothing
   * @throws JpodException as {@link ImageCatalog#resolve} does
   */
  ResolvedImage resolve(ImageReference reference, @Nullable ResolvedImage stored) {
    try (RegistryOrigin origin = origin(reference)) {
      if (stored != null && isOfPlatform(stored) && stored.digest().equals(origin.digest())) {
        trust.require(reference, digests(stored.manifest(), stored.digest()), origin.repository());
        return stored;
      }
      Document top = origin.manifest();
      ImageDocuments documents = documents(origin, reference, top);
      Digest manifest = documents.descriptor().digest();
      boolean isThere =
          stored != null
              && stored.digest().equals(top.digest())
              && stored.manifest().equals(manifest);
      return new ResolvedImage(
          reference,
          top.digest(),
          manifest,
          documents.manifest().config().digest(),
          documents.manifest().size(),
          isThere ? Presence.STORED : Presence.REMOTE);
    }
  }

  /** As {@link ImageCatalog#healthCheck} promises. */
  @Nullable HealthCheck healthCheck(Digest id) {
    for (ImageDocuments documents : lookedUp.values()) {
      if (documents.manifest().config().digest().equals(id)) {
        return documents.settings().config().healthCheck();
      }
    }
    return null;
  }

  /** Brings in exactly this image, as {@link ImageCatalog#obtain} promises. */
  void obtain(ResolvedImage image, TransferListener listener) {
    ImageReference reference = image.reference();
    if (isStored(image)) {
      return;
    }
    try (RegistryOrigin origin = origin(reference.at(image.digest()))) {
      ImageDocuments documents =
          lookedUp.get(new Found(reference, image.digest(), image.manifest()));
      if (documents == null) {
        documents = documents(origin, reference, origin.manifest());
      }
      if (!documents.descriptor().digest().equals(image.manifest())) {
        throw JpodException.refused(
            "the image '"
                + reference
                + "' has no manifest '"
                + image.manifest()
                + "' for "
                + platform,
            "plan again");
      }
      new Pull(origin, documents, listener).into(store, List.of(nameOf(reference)));
    }
  }

  private boolean isOfPlatform(ResolvedImage stored) {
    Image image = store.resolve(stored.manifest().value()).orElse(null);
    return image != null
        && image.config().os().equals(platform.os())
        && image.config().architecture().equals(platform.architecture());
  }

  private boolean isStored(ResolvedImage image) {
    Image there = store.resolve(nameOf(image.reference()).toString()).orElse(null);
    return there != null
        && there.manifestDigest().equals(image.manifest())
        && StoreCatalog.pinOf(there).equals(image.digest());
  }

  /** A digest beside a tag only says which image is meant. */
  private static ImageReference nameOf(ImageReference reference) {
    return reference.tag() == null
        ? reference
        : new ImageReference(reference.registry(), reference.repository(), reference.tag(), null);
  }

  private RegistryOrigin origin(ImageReference reference) {
    return RegistryOrigin.of(reference, registries.repository(reference));
  }

  private ImageDocuments documents(RegistryOrigin origin, ImageReference reference, Document top) {
    Document document = new PlatformChoice(origin, platform).manifest(top);
    List<Digest> digests = digests(document.digest(), top.digest());
    trust.require(reference, digests, origin.repository());
    ImageDocuments documents =
        ImageDocuments.read(
            document.content().bytes(),
            document.mediaType(),
            digests.size() == 1 ? null : top.digest(),
            origin::document);
    lookedUp.put(new Found(reference, top.digest(), document.digest()), documents);
    return documents;
  }

  private static List<Digest> digests(Digest manifest, Digest top) {
    return manifest.equals(top) ? List.of(manifest) : List.of(manifest, top);
  }
}
