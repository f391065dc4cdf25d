package dev.jpod.transfer;

import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ResolvedImage.Presence;
import org.jspecify.annotations.Nullable;

/** A catalog of what the store has; it knows of no registry. */
public final class StoreCatalog implements ImageCatalog {
  private final ImageStore store;

  public StoreCatalog(ImageStore store) {
    this.store = store;
  }

  /** What the store has under a name; null for nothing. */
  @Nullable ResolvedImage find(ImageReference reference) {
    Image image = store.resolve(reference.toString()).orElse(null);
    return image == null
        ? null
        : new ResolvedImage(
            reference,
            pinOf(image),
            image.manifestDigest(),
            image.id(),
            image.size(),
            Presence.STORED);
  }

  /** What a lock file pins of an image: the index by which it was found, or its manifest. */
  static Digest pinOf(Image image) {
    Digest index = image.index();
    return index == null ? image.manifestDigest() : index;
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, PullPolicy policy) {
    ResolvedImage image = find(reference);
    if (image == null) {
      throw missing(reference, store);
    }
    return image;
  }

  @Override
  public void obtain(ResolvedImage image, TransferListener listener) {
    if (store.resolve(image.manifest().value()).isEmpty()) {
      throw missing(image.reference(), store);
    }
  }

  /**
   * The failure of whoever wants an image that the store does not have.
   *
   * @throws JpodException at once, and with other words, when the image was used in place before
   */
  static JpodException missing(ImageReference reference, ImageStore store) {
    store.requireNotLost(reference.toString());
    return JpodException.notFound(
        "the image '" + reference + "' is not in the store",
        "bring it in with 'jpod pull', 'jpod load' or 'jpod import'; 'jpod images' lists what is"
            + " there");
  }
}
