package dev.jpod.engine;

import dev.jpod.image.ImageRoot;
import dev.jpod.image.ImageStore;
import dev.jpod.image.UnionDriver;
import dev.jpod.model.Digest;
import dev.jpod.model.IdMappings;

/** {@link RootImages} of an image store. */
final class StoreImages implements RootImages {
  private final ImageStore store;

  StoreImages(ImageStore store) {
    this.store = store;
  }

  @Override
  public ImageRoot require(Digest id) {
    return store.root(id);
  }

  @Override
  public UnionDriver driver() {
    return store.driver();
  }

  @Override
  public ImageRoot require(Digest id, IdMappings ids) {
    return store.root(id, ids);
  }

  @Override
  public Hold hold() {
    ImageStore.Hold hold = store.hold();
    return hold::close;
  }
}
