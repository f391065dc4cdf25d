package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
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
record DockerArchive(ImageArchive archive, Staging staging, ImagePick pick) {
  static final String MANIFEST = "manifest.json";
  private static final String WHAT = "the 'manifest.json' of the archive";

  List<IncomingImage> images() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode image : Json.array(archive.require(MANIFEST).document(WHAT), WHAT)) {
      all.add(image);
    }
    return switch (pick) {
      case ImagePick.Every _ -> images(all);
      case ImagePick.Only _ -> List.of(image(only(all)));
      case ImagePick.At at -> List.of(image(at(at.position(), all)));
      case ImagePick.Named named -> List.of(named(ImageReference.of(named.name()), all));
    };
  }

  private List<IncomingImage> images(List<JsonNode> all) throws IOException {
    List<IncomingImage> images = new ArrayList<>();
    for (JsonNode image : all) {
      images.add(image(image));
    }
    return images;
  }

  private static JsonNode only(List<JsonNode> all) {
    if (all.size() > 1) {
      throw new JpodException(
          Failure.USAGE, "there are " + all.size() + " images in the archive", hint(all));
    }
    return at(0, all);
  }

  private static JsonNode at(int position, List<JsonNode> all) {
    if (position >= all.size()) {
      throw JpodException.notFound("there is no image @" + position + " in the archive", hint(all));
    }
    return all.get(position);
  }

  private IncomingImage named(ImageReference name, List<JsonNode> all) throws IOException {
    for (JsonNode image : all) {
      if (names(image).contains(name)) {
        return image(image).named(List.of(name));
      }
    }
    throw JpodException.notFound("there is no image '" + name + "' in the archive", hint(all));
  }

  private static String hint(List<JsonNode> all) {
    List<String> names = new ArrayList<>();
    for (JsonNode image : all) {
      names(image).forEach(name -> names.add("'" + name + "'"));
    }
    return names.isEmpty()
        ? "its images have no names; put :@0 behind the path for the first one"
        : "put one of these names behind the path: " + String.join(", ", names);
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
