package dev.jpod.cli;

import dev.jpod.image.Descriptor;
import dev.jpod.image.ImageDetails;
import dev.jpod.image.ImageDetails.Healthcheck;
import dev.jpod.image.ImageDetails.Layer;
import dev.jpod.image.ImageDetails.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What images say about their making, for programs. */
final class ImageDetailsJson {
  private ImageDetailsJson() {}

  /** An array of steps. */
  static void history(Output out, List<Step> steps) {
    JsonOutput.array(out, steps, ImageDetailsJson::step);
  }

  /** The fields of the details in an object that is open. */
  static void fields(JsonGenerator json, ImageDetails details) {
    json.writeStringProperty("mediaType", details.mediaType());
    text(json, "variant", details.platform().variant());
    text(json, "author", details.author());
    json.writeName("annotations").writeStartObject();
    for (Map.Entry<String, String> note : details.annotations().entrySet()) {
      json.writeStringProperty(note.getKey(), note.getValue());
    }
    json.writeEndObject();
    json.writeName("layers").writeStartArray();
    for (Layer layer : details.layers()) {
      layer(json, layer);
    }
    json.writeEndArray();
    json.writeName("history").writeStartArray();
    for (Step step : details.history()) {
      json.writeStartObject();
      step(json, step);
      json.writeEndObject();
    }
    json.writeEndArray();
    healthcheck(json, details.healthcheck());
  }

  private static void layer(JsonGenerator json, Layer layer) {
    Descriptor blob = layer.blob();
    json.writeStartObject()
        .writeStringProperty("digest", blob.digest().value())
        .writeNumberProperty("size", blob.size())
        .writeStringProperty("mediaType", blob.mediaType())
        .writeStringProperty("diffId", layer.diffId().value())
        .writeEndObject();
  }

  private static void step(JsonGenerator json, Step step) {
    Instant created = step.created();
    if (created != null) {
      json.writeStringProperty("created", created.toString());
    }
    json.writeStringProperty("createdBy", step.createdBy());
    json.writeStringProperty("comment", step.comment());
    text(json, "author", step.author());
    Layer layer = step.layer();
    if (layer != null) {
      json.writeNumberProperty("size", layer.blob().size());
      json.writeStringProperty("layer", layer.blob().digest().value());
    } else if (step.isEmpty()) {
      json.writeNumberProperty("size", 0);
    }
  }

  private static void healthcheck(JsonGenerator json, @Nullable Healthcheck check) {
    if (check == null) {
      return;
    }
    json.writeName("healthcheck").writeStartObject();
    json.writeName("test").writeStartArray();
    check.test().forEach(json::writeString);
    json.writeEndArray();
    for (Map.Entry<String, Long> time : check.times().entrySet()) {
      String name = time.getKey();
      json.writeNumberProperty(
          Character.toLowerCase(name.charAt(0)) + name.substring(1), time.getValue());
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }
}
