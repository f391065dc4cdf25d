package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.ImageDetails;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.ImageReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Images for programs. Fields may be added; those that are here keep name and meaning. */
final class ImageJson {
  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  id          digest of the configuration, sha256:...",
          "  digest      digest of the manifest, for NAME@DIGEST",
          "  index       digest of the index that led to it; absent for none",
          "  names       all names with tag or digest, normalised",
          "  created     a time as in RFC 3339",
          "  size        bytes as stored");

  private ImageJson() {}

  /** An array of images as {@code images} shows them. */
  static void list(Output out, List<Image> images) {
    JsonOutput.array(out, images, ImageJson::summary);
  }

  /** An array of images with their configurations. */
  static void full(Output out, List<Image> images, Function<Image, ImageDetails> details) {
    JsonOutput.array(
        out,
        images,
        (json, image) -> {
          summary(json, image);
          config(json, image.config());
          ImageDetailsJson.fields(json, details.apply(image));
        });
  }

  private static void summary(JsonGenerator json, Image image) {
    json.writeStringProperty("id", image.id().value());
    json.writeStringProperty("digest", image.manifestDigest().value());
    Digest index = image.index();
    text(json, "index", index == null ? null : index.value());
    json.writeName("names").writeStartArray();
    for (ImageReference reference : image.references()) {
      json.writeString(reference.toString());
    }
    json.writeEndArray();
    json.writeStringProperty("created", image.created().toString());
    json.writeNumberProperty("size", image.size());
  }

  private static void config(JsonGenerator json, ImageConfig config) {
    json.writeStringProperty("os", config.os());
    json.writeStringProperty("architecture", config.architecture());
    texts(json, "entrypoint", config.entrypoint());
    texts(json, "cmd", config.cmd());
    texts(json, "env", config.env());
    text(json, "workingDir", config.workingDir());
    text(json, "user", config.user());
    texts(json, "volumes", config.volumes());
    texts(json, "exposedPorts", config.exposedPorts());
    json.writeName("labels").writeStartObject();
    for (Map.Entry<String, String> label : config.labels().entrySet()) {
      json.writeStringProperty(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    text(json, "stopSignal", config.stopSignal());
  }

  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  private static void texts(JsonGenerator json, String name, Collection<String> values) {
    json.writeName(name).writeStartArray();
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
