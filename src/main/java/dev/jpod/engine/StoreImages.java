package dev.jpod.engine;

import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;

/** {@link RootImages} of an image store. */
final class StoreImages implements RootImages {
  private final ImageStore store;

  StoreImages(ImageStore store) {
    this.store = store;
  }

  @Override
  public RootImage require(Digest id) {
    Image image =
        store
            .resolve(id.value())
            .orElseThrow(
                () ->
                    JpodException.notFound(
                        "there is no image " + id.value(), "'jpod images' lists the images"));
    return new RootImage(
        image.config(),
        store.rootLayers(image.id()),
        store.layersFolder(),
        store.shortRootLayers(image.id()));
  }

  @Override
  public Hold hold() {
    ImageStore.Hold hold = store.hold();
    return hold::close;
  }
}
