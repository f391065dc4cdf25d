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
record OciArchive(ImageArchive archive, ImagePick pick, Platform platform) {
  private static final String WHAT = "the archive";
  private static final int DEEPEST_INDEX = 4;

  List<IncomingImage> images() throws IOException {
    String what = "the 'index.json' of the archive";
    ImageIndex index = ImageIndex.read(archive.require(OciLayout.INDEX).document(what), what);
    LayoutEntries entries = new LayoutEntries(index, WHAT);
    if (entries.isMeantAsOne(pick)) {
      return List.of(image(forPlatform(index, what), List.of()));
    }
    Map<Digest, Descriptor> manifests = new LinkedHashMap<>();
    Map<Digest, List<ImageReference>> names = new LinkedHashMap<>();
    for (Descriptor entry : entries.chosen(pick)) {
      Descriptor manifest = manifest(entry, DEEPEST_INDEX);
      if (manifest != null) {
        manifests.put(
            manifest.digest(),
            MediaTypes.isIndex(entry.mediaType()) ? manifest.foundBy(entry.digest()) : manifest);
        ImageReference name = LayoutEntries.nameOf(entry, WHAT);
        if (name != null) {
          names.computeIfAbsent(manifest.digest(), key -> new ArrayList<>()).add(name);
        }
      }
    }
    List<IncomingImage> images = new ArrayList<>();
    for (Descriptor manifest : manifests.values()) {
      images.add(image(manifest, names.getOrDefault(manifest.digest(), List.of())));
    }
    if (images.isEmpty() && !(pick instanceof ImagePick.Every)) {
      throw Json.wrong("what is meant in the archive", "it is no image");
    }
    return images;
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
    return manifest(forPlatform(index, what), depth - 1);
  }

  private Descriptor forPlatform(ImageIndex index, String what) {
    Descriptor entry = platform.bestOf(index.manifests());
    if (entry != null) {
      return entry;
    }
    throw Json.wrong(what, "it has no image for " + platform);
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
    Descriptor plain =
        Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    Digest index = descriptor.index();
    return new IncomingImage(
        names,
        index == null ? plain : plain.foundBy(index),
        staged,
        config,
        StoredConfig.read(config.document(configWhat), configWhat),
        layers);
  }

  private StagedBlob blob(Descriptor descriptor) throws IOException {
    return archive.require("blobs/sha256/" + descriptor.digest().hex()).matching(descriptor);
  }
}
