package dev.jpod.transfer;

import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ResolvedImage.Presence;

/** A catalog of what the store has; it knows of no registry. */
public final class StoreCatalog implements ImageCatalog {
  private final ImageStore store;

  public StoreCatalog(ImageStore store) {
    this.store = store;
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, PullPolicy policy) {
    Image image = store.resolve(reference.toString()).orElseThrow(() -> missing(reference));
    Digest index = image.index();
    return new ResolvedImage(
        reference,
        index == null ? image.manifestDigest() : index,
        image.manifestDigest(),
        image.id(),
        image.size(),
        Presence.STORED);
  }

  @Override
  public void obtain(ResolvedImage image, TransferListener listener) {
    if (store.resolve(image.manifest().value()).isEmpty()) {
      throw missing(image.reference());
    }
  }

  private static JpodException missing(ImageReference reference) {
    return JpodException.notFound(
        "the image '" + reference + "' is not in the store",
        "bring it in with 'jpod load' or 'jpod image import'; 'jpod images' lists what is there");
  }
}
