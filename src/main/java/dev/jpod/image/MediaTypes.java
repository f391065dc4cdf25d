package dev.jpod.image;

import tools.jackson.databind.JsonNode;

/** The media types of OCI and Docker images. */
public final class MediaTypes {
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

  private MediaTypes() {}

  /**
   * What a manifest or an index says that it is; one that says nothing is OCI's.
   *
   * @param what the document, for messages
   * @throws dev.jpod.model.JpodException of kind REFUSED when it is neither
   */
  public static String ofDocument(byte[] document, String what) {
    JsonNode json = Json.object(document, what);
    String type = ofManifest(json, what);
    if (!isIndex(type) && !isManifest(type)) {
      throw Json.wrong(what, "it has the type '" + EntryName.shown(type) + "'");
    }
    if (isIndex(type) != json.has("manifests")) {
      throw Json.wrong(what, "it is not what its type '" + type + "' says");
    }
    return type;
  }

  /**
   * The type that a manifest or an index says it has; where it says none, that of OCI which its
   * form is of.
   *
   * @param what the document, for messages
   */
  public static String ofManifest(byte[] document, String what) {
    return ofManifest(Json.object(document, what), what);
  }

  private static String ofManifest(JsonNode json, String what) {
    String type = Json.text(json, "mediaType", what);
    if (type != null && !type.isEmpty()) {
      return type;
    }
    return json.has("manifests") ? OCI_INDEX : OCI_MANIFEST;
  }

  /** A list of an image's platforms. */
  public static boolean isIndex(String type) {
    return switch (type) {
      case OCI_INDEX, "application/vnd.docker.distribution.manifest.list.v2+json" -> true;
      default -> false;
    };
  }

  /** One image for one platform. */
  public static boolean isManifest(String type) {
    return switch (type) {
      case OCI_MANIFEST, "application/vnd.docker.distribution.manifest.v2+json" -> true;
      default -> false;
    };
  }

  static boolean isConfig(String type) {
    return switch (type) {
      case OCI_CONFIG, "application/vnd.docker.container.image.v1+json" -> true;
      default -> false;
    };
  }

  /** A tar, plain or compressed; which of them the content itself says. */
  static boolean isLayer(String type) {
    return switch (type) {
      case OCI_LAYER,
          "application/vnd.oci.image.layer.v1.tar+gzip",
          "application/vnd.oci.image.layer.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.diff.tar",
          "application/vnd.docker.image.rootfs.diff.tar.gzip",
          "application/vnd.docker.image.rootfs.diff.tar.zstd" ->
          true;
      default -> false;
    };
  }

  /** The type of the same kind of layer without compression. */
  static String plain(String layer) {
    return layer.startsWith("application/vnd.docker.")
        ? "application/vnd.docker.image.rootfs.diff.tar"
        : OCI_LAYER;
  }

  /** The type of a layer's tar with this compression. */
  static String layer(Compression compression) {
    return switch (compression) {
      case PLAIN -> OCI_LAYER;
      case GZIP -> OCI_LAYER + "+gzip";
      case ZSTD -> OCI_LAYER + "+zstd";
    };
  }
}
