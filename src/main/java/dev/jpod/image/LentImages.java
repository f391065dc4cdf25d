package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;

/** Images whose layers are in another program's store, which may remove them whenever it likes. */
record LentImages(OciLayout layout, LayerStore layers) {

  /** Whether an image was used in place and cannot be any more. */
  boolean isLost(Descriptor manifest) {
    return manifest.lentBy() != null
        && !LayerChain.of(layout, layers, layout.manifest(manifest)).isThere();
  }

  /** The manifest itself, or another one of its image when it is lost. */
  Descriptor usable(Descriptor manifest, ImageFinder finder) {
    if (!isLost(manifest)) {
      return manifest;
    }
    Digest id = finder.idOf(manifest);
    for (Descriptor other : finder.withId(id)) {
      if (!isLost(other)) {
        return other;
      }
    }
    throw lost(id.value(), manifest);
  }

  /**
   * The failure of whoever wants to use an image of which layers are gone.
   *
   * @param name as it was asked for
   */
  static JpodException lost(String name, Descriptor manifest) {
    ImageReference reference = manifest.reference();
    String image = reference == null ? name : reference.toString();
    String store = manifest.lentBy();
    if (store == null) {
      return JpodException.notFound(
          "layers of the image '" + image + "' are missing in the store",
          "'jpod rmi --force "
              + image
              + "' removes what is left of it; then pull or load it again");
    }
    return JpodException.notFound(
        "the image '"
            + image
            + "' was used in place from the store '"
            + store
            + "', which does not have its layers any more",
        "make or pull it there again and repeat 'jpod pull containers-storage:"
            + store
            + image
            + "', or pull it from a registry");
  }
}
