package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of images what their documents in the store say. */
record StoredImages(OciLayout layout) {
  /** Every image of an index, as {@link ImageStore#list} has them. */
  List<Image> list(ImageIndex index) {
    Set<Digest> seen = new LinkedHashSet<>();
    Map<Digest, Image> images = new LinkedHashMap<>();
    for (Descriptor manifest : index.manifests()) {
      if (MediaTypes.isManifest(manifest.mediaType()) && seen.add(manifest.digest())) {
        Image image = describe(index, manifest);
        images.merge(image.id(), image, Image::withNamesOf);
      }
    }
    return List.copyOf(images.values());
  }

  /** Images that have just arrived. */
  List<Image> describe(List<IncomingImage> arrived) {
    ImageIndex index = layout.index();
    List<Image> images = new ArrayList<>();
    for (IncomingImage image : arrived) {
      images.add(describe(index, image.descriptor()));
    }
    return images;
  }

  /** The image of a manifest, with the names that an index has for it. */
  Image describe(ImageIndex index, Descriptor descriptor) {
    ImageManifest manifest = layout.manifest(descriptor);
    StoredConfig config = layout.config(manifest.config());
    List<ImageReference> references = new ArrayList<>();
    for (Descriptor other : index.manifests()) {
      ImageReference reference = other.reference();
      if (reference != null && other.digest().equals(descriptor.digest())) {
        references.add(reference);
      }
    }
    return new Image(
        manifest.config().digest(),
        descriptor.digest(),
        descriptor.index(),
        references,
        config.config(),
        config.created(),
        manifest.size());
  }
}
