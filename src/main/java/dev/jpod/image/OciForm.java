package dev.jpod.image;

import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Manifests of Docker in the words of OCI, which differ in nothing but the types. */
final class OciForm {
  private static final String TYPE = "mediaType";

  private OciForm() {}

  /** The manifest with OCI's types; everything else stays. */
  static byte[] of(byte[] dockerManifest) {
    JsonNode manifest = JsonTree.read(dockerManifest);
    translate(manifest);
    translate(manifest.path("config"));
    for (JsonNode layer : manifest.path("layers")) {
      translate(layer);
    }
    return JsonText.compact(manifest);
  }

  private static void translate(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.put(TYPE, type(object.path(TYPE).asString("")));
    }
  }

  private static String type(String type) {
    return switch (type) {
      case "application/vnd.docker.distribution.manifest.v2+json" -> MediaTypes.OCI_MANIFEST;
      case "application/vnd.docker.container.image.v1+json" -> MediaTypes.OCI_CONFIG;
      case "application/vnd.docker.image.rootfs.diff.tar" -> MediaTypes.OCI_LAYER;
      case "application/vnd.docker.image.rootfs.diff.tar.gzip" -> MediaTypes.OCI_LAYER + "+gzip";
      case "application/vnd.docker.image.rootfs.diff.tar.zstd" -> MediaTypes.OCI_LAYER + "+zstd";
      default -> type;
    };
  }
}
