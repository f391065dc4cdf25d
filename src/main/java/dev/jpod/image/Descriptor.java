package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A pointer to content: its type, digest and size, as the OCI image specification defines it. */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Map<String, String> annotations,
    @Nullable Platform platform) {
  /** The annotation that names an image in an image layout. */
  public static final String REFERENCE_NAME = "org.opencontainers.image.ref.name";

  /** The annotation with the digest of the index by which a manifest was found. */
  static final String INDEX = "dev.jpod.index";

  /** The annotation that says in whose store the layers of an image are. */
  static final String LENT_BY = "dev.jpod.storage";

  /** A descriptor without annotations and platform. */
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Map.of(), null);
  }

  static Descriptor read(JsonNode json, String what) {
    if (!json.isObject()) {
      throw Json.wrong(what, "a descriptor is not an object");
    }
    JsonNode platform = Json.member(json, "platform", what);
    String mediaType = Json.text(json, "mediaType", what);
    return new Descriptor(
        mediaType == null ? "" : mediaType,
        Json.digest(json, "digest", what),
        Json.size(json, "size", what),
        Json.textMap(json, "annotations", what),
        platform == null
            ? null
            : new Platform(
                Json.requiredText(platform, "os", what),
                Json.requiredText(platform, "architecture", what),
                variant(platform, what)));
  }

  private static String variant(JsonNode platform, String what) {
    String variant = Json.text(platform, "variant", what);
    return variant == null ? "" : variant;
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("mediaType", mediaType);
    json.put("digest", digest.value());
    json.put("size", size);
    if (!annotations.isEmpty()) {
      ObjectNode notes = json.putObject("annotations");
      annotations.forEach(notes::put);
    }
    if (platform != null) {
      ObjectNode on = json.putObject("platform");
      on.put("architecture", platform.architecture());
      on.put("os", platform.os());
      if (!platform.variant().isEmpty()) {
        on.put("variant", platform.variant());
      }
    }
    return json;
  }

  /** The image's name, when the annotation is a whole normalised reference. */
  @Nullable ImageReference reference() {
    String name = annotations.get(REFERENCE_NAME);
    if (name == null) {
      return null;
    }
    try {
      ImageReference reference = ImageReference.of(name);
      return reference.toString().equals(name) ? reference : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The index of several platforms by which this manifest was found; null for none. */
  public @Nullable Digest index() {
    String index = annotations.get(INDEX);
    try {
      return index == null ? null : new Digest(index);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The same content, found by an index. */
  Descriptor foundBy(Digest index) {
    Map<String, String> notes = new LinkedHashMap<>(annotations);
    notes.put(INDEX, index.value());
    return new Descriptor(mediaType, digest, size, notes, platform);
  }

  /** In whose store the layers are; null for those that jpod has itself. */
  @Nullable String lentBy() {
    return annotations.get(LENT_BY);
  }

  /** The same content, with its layers in another store. */
  Descriptor lentBy(String store) {
    Map<String, String> notes = new LinkedHashMap<>(annotations);
    notes.put(LENT_BY, store);
    return new Descriptor(mediaType, digest, size, notes, platform);
  }

  /** The same content under another name, or under none. */
  Descriptor named(@Nullable ImageReference reference) {
    Map<String, String> notes = new LinkedHashMap<>(annotations);
    if (reference == null) {
      notes.remove(REFERENCE_NAME);
    } else {
      notes.put(REFERENCE_NAME, reference.toString());
    }
    return new Descriptor(mediaType, digest, size, notes, platform);
  }
}
