package dev.jpod.image;

import dev.jpod.model.ImageReference;
import java.util.List;

/**
 * An image whose parts have all arrived and fit together, on its way into the store.
 *
 * @param names may be empty
 * @param descriptor of the manifest
 * @param layers the staged layers, lowest first, one for each diff id
 */
record IncomingImage(
    List<ImageReference> names,
    Descriptor descriptor,
    StagedBlob manifest,
    StagedBlob config,
    StoredConfig settings,
    List<StagedBlob> layers) {
  IncomingImage {
    names = List.copyOf(names);
    layers = List.copyOf(layers);
    if (layers.size() != settings.diffIds().size()) {
      throw Json.wrong(
          "the image '" + config.digest() + "'",
          "it has "
              + layers.size()
              + " layers, but its configuration names "
              + settings.diffIds().size());
    }
  }

  /** The same image under other names. */
  IncomingImage named(List<ImageReference> others) {
    return new IncomingImage(others, descriptor, manifest, config, settings, layers);
  }
}
