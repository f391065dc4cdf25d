package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An OCI image layout, as a folder or in a tar. */
record OciArchive(ImageArchive archive, Platform host) {
  /** Docker and containerd write the whole name here and only the tag into the other one. */
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  private static final int DEEPEST_INDEX = 4;

  List<IncomingImage> images() throws IOException {
    String what = "the 'index.json' of the archive";
    ImageIndex index = ImageIndex.read(archive.require(OciLayout.INDEX).document(what), what);
    if (isOneImage(index)) {
      return List.of(image(forHost(index, what), List.of()));
    }
    Map<Digest, Descriptor> manifests = new LinkedHashMap<>();
    Map<Digest, List<ImageReference>> names = new LinkedHashMap<>();
    for (Descriptor entry : index.manifests()) {
      Descriptor manifest = manifest(entry, DEEPEST_INDEX);
      if (manifest != null) {
        manifests.put(manifest.digest(), manifest);
        ImageReference name = nameOf(entry);
        if (name != null) {
          names.computeIfAbsent(manifest.digest(), key -> new ArrayList<>()).add(name);
        }
      }
    }
    List<IncomingImage> images = new ArrayList<>();
    for (Descriptor manifest : manifests.values()) {
      images.add(image(manifest, names.getOrDefault(manifest.digest(), List.of())));
    }
    return images;
  }

  /** Whether the entries are one nameless image for several platforms. */
  private static boolean isOneImage(ImageIndex index) {
    for (Descriptor entry : index.manifests()) {
      if (entry.platform() == null || nameOf(entry) != null) {
        return false;
      }
    }
    return index.manifests().size() > 1;
  }

  /** The manifest that an entry of the index leads to; null for what is no image. */
  private @Nullable Descriptor manifest(Descriptor entry, int depth) throws IOException {
    if (MediaTypes.isManifest(entry.mediaType())) {
      return entry;
    }
    if (!MediaTypes.isIndex(entry.mediaType())) {
      return null;
    }
    String what = "the image index '" + entry.digest() + "'";
    if (depth == 0) {
      throw Json.wrong(what, "it is nested too deep");
    }
    ImageIndex index = ImageIndex.read(blob(entry).document(what), what);
    return manifest(forHost(index, what), depth - 1);
  }

  private Descriptor forHost(ImageIndex index, String what) {
    Descriptor entry = host.bestOf(index.manifests());
    if (entry != null) {
      return entry;
    }
    throw Json.wrong(what, "it has no image for " + host);
  }

  private IncomingImage image(Descriptor descriptor, List<ImageReference> names)
      throws IOException {
    String what = "the image manifest '" + descriptor.digest() + "'";
    StagedBlob staged = blob(descriptor);
    ImageManifest manifest = ImageManifest.read(staged.document(what), what);
    StagedBlob config = blob(manifest.config());
    String configWhat = "the image configuration '" + config.digest() + "'";
    List<StagedBlob> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(blob(layer));
    }
    return new IncomingImage(
        names,
        Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size()),
        staged,
        config,
        StoredConfig.read(config.document(configWhat), configWhat),
        layers);
  }

  private StagedBlob blob(Descriptor descriptor) throws IOException {
    return archive.require("blobs/sha256/" + descriptor.digest().hex()).matching(descriptor);
  }

  /** The entry's name; a bare tag names no image. */
  private static @Nullable ImageReference nameOf(Descriptor entry) {
    String name = entry.annotations().get(CONTAINERD_NAME);
    if (name == null) {
      name = entry.annotations().get(Descriptor.REFERENCE_NAME);
    }
    if (name == null || (name.indexOf('/') < 0 && name.indexOf(':') < 0)) {
      return null;
    }
    try {
      return ImageReference.of(name);
    } catch (IllegalArgumentException e) {
      throw Json.wrong("the name of an image in the archive", e.getMessage());
    }
  }
}
