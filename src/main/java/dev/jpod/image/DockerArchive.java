package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The format of {@code docker save}: a {@code manifest.json} that names configurations, tags and
 * layers. It has no OCI manifest, so one is written for each image.
 */
record DockerArchive(ImageArchive archive, Staging staging) {
  static final String MANIFEST = "manifest.json";
  private static final String WHAT = "the 'manifest.json' of the archive";

  List<IncomingImage> images() throws IOException {
    byte[] document = archive.require(MANIFEST).document(WHAT);
    List<IncomingImage> images = new ArrayList<>();
    for (JsonNode image : Json.array(document, WHAT)) {
      images.add(image(image));
    }
    return images;
  }

  private IncomingImage image(JsonNode json) throws IOException {
    String configName = Json.requiredText(json, "Config", WHAT);
    StagedBlob config = archive.require(configName);
    requireTrueName(configName, config.digest());
    StoredConfig settings =
        StoredConfig.read(
            config.document(configName), "the image configuration '" + configName + "'");
    List<StagedBlob> layers = new ArrayList<>();
    List<Descriptor> descriptors = new ArrayList<>();
    for (String layerName : Json.texts(json, "Layers", WHAT)) {
      StagedBlob layer = archive.require(layerName);
      layers.add(layer);
      descriptors.add(Descriptor.of(typeOf(layer), layer.digest(), layer.size()));
    }
    Descriptor configDescriptor =
        Descriptor.of(MediaTypes.OCI_CONFIG, config.digest(), config.size());
    StagedBlob manifest = staging.keep(new ImageManifest(configDescriptor, descriptors).toBytes());
    return new IncomingImage(
        names(json),
        Descriptor.of(MediaTypes.OCI_MANIFEST, manifest.digest(), manifest.size()),
        manifest,
        config,
        settings,
        layers);
  }

  /** Docker names the configuration by its digest; a name that lies is a damaged archive. */
  private static void requireTrueName(String name, Digest digest) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    String hex = file.endsWith(".json") ? file.substring(0, file.length() - 5) : file;
    if (hex.length() == digest.hex().length() && !hex.equals(digest.hex())) {
      throw Json.wrong("the image configuration '" + name + "'", "its digest is '" + digest + "'");
    }
  }

  private static List<ImageReference> names(JsonNode json) {
    List<ImageReference> names = new ArrayList<>();
    for (String tag : Json.texts(json, "RepoTags", WHAT)) {
      try {
        names.add(ImageReference.of(tag));
      } catch (IllegalArgumentException e) {
        throw Json.wrong(WHAT, e.getMessage());
      }
    }
    return names;
  }

  private static String typeOf(StagedBlob layer) throws IOException {
    try (InputStream in = Files.newInputStream(layer.file())) {
      return MediaTypes.layer(Compression.of(in.readNBytes(4)));
    }
  }
}
