package dev.jpod.registry;

import dev.jpod.host.StreamDigest;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Judges what a registry gives as a manifest. */
final class ManifestBytes {
  /** The forms of manifests that are wanted, as an {@code Accept} header. */
  static final String ACCEPTED =
      "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  static final int LARGEST = 4 << 20;

  private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1";

  private ManifestBytes() {}

  /**
   * The manifest, if it has the digest that was asked for and the one that the registry said.
   *
   * @param name as people know the manifest
   */
  static FetchedManifest judge(
      byte[] bytes,
      @Nullable String contentType,
      @Nullable String saidDigest,
      @Nullable Digest wanted,
      String name) {
    Digest digest = digest(bytes);
    boolean contradicts =
        saidDigest != null
            && saidDigest.startsWith("sha256:")
            && !saidDigest.strip().equals(digest.value());
    if (contradicts || (wanted != null && !wanted.equals(digest))) {
      throw refused(name, "does not have the digest that it should have", null);
    }
    return new FetchedManifest(bytes, mediaType(bytes, contentType, name), digest);
  }

  static Digest digest(byte[] bytes) {
    return Digest.sha256(StreamDigest.hexOf(bytes));
  }

  /** The document's own word is under its digest and counts more than the header. */
  private static String mediaType(byte[] bytes, @Nullable String contentType, String name) {
    JsonNode document;
    try {
      document = JsonTree.read(bytes);
    } catch (JacksonException e) {
      throw refused(name, "is not JSON: " + JsonTree.complaint(e), e);
    }
    if (!document.isObject()) {
      throw refused(name, "is not an object of JSON", null);
    }
    String header = withoutParameters(contentType);
    if (document.path("schemaVersion").asInt(2) == 1 || header.startsWith(SCHEMA_1)) {
      throw JpodException.failed(
          "the manifest '" + name + "' is in Docker's old form, schema 1, which nothing verifies",
          "push the image anew with a tool of this decade");
    }
    String own = document.path("mediaType").asString("");
    if (!own.isEmpty()) {
      return own;
    }
    if (header.startsWith("application/vnd.")) {
      return header;
    }
    return document.has("manifests") ? OCI_INDEX : OCI_MANIFEST;
  }

  private static String withoutParameters(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  static JpodException refused(String name, String what, @Nullable Exception cause) {
    return new JpodException(
        Failure.REFUSED,
        "the manifest '" + name + "' " + what,
        "the registry or something on the way to it is broken or forges images",
        cause);
  }
}
