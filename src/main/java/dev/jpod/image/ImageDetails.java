package dev.jpod.image;

import dev.jpod.model.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an image says about itself that no container needs.
 *
 * @param mediaType of the manifest
 * @param author empty when the image names none
 * @param layers lowest first
 * @param history oldest first; may be empty also where there are layers
 * @param annotations of the manifest
 */
public record ImageDetails(
    String mediaType,
    Platform platform,
    String author,
    List<Layer> layers,
    List<Step> history,
    Map<String, String> annotations,
    @Nullable Healthcheck healthcheck) {

  /** A layer as it is stored, and the digest of what it unpacks to. */
  public record Layer(Descriptor blob, Digest diffId) {}

  /**
   * A step by which the image was made; texts are empty where it says nothing.
   *
   * @param layer what the step added; null for none, or where the image does not tell
   */
  public record Step(
      @Nullable Instant created,
      String createdBy,
      String author,
      String comment,
      boolean isEmpty,
      @Nullable Layer layer) {}

  /**
   * How a container is probed, in the words of Docker.
   *
   * @param test the command, with {@code CMD}, {@code CMD-SHELL} or {@code NONE} first
   * @param times {@code Interval}, {@code Timeout}, {@code StartPeriod} and {@code StartInterval},
   *     in nanoseconds, and {@code Retries}; those that are said
   */
  public record Healthcheck(List<String> test, Map<String, Long> times) {}

  public ImageDetails {
    layers = List.copyOf(layers);
    history = List.copyOf(history);
  }

  static ImageDetails read(
      Descriptor descriptor, byte[] manifest, byte[] config, List<Descriptor> blobs) {
    String what = "the image manifest '" + descriptor.digest() + "'";
    Map<String, String> annotations =
        Json.textMap(Json.object(manifest, what), "annotations", what);
    String configWhat = "the image configuration of '" + descriptor.digest() + "'";
    JsonNode json = Json.object(config, configWhat);
    StoredConfig stored = StoredConfig.read(config, configWhat);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < Math.min(blobs.size(), stored.diffIds().size()); i++) {
      layers.add(new Layer(blobs.get(i), stored.diffIds().get(i)));
    }
    return new ImageDetails(
        descriptor.mediaType(),
        new Platform(
            stored.config().os(),
            stored.config().architecture(),
            text(json, "variant", configWhat)),
        text(json, "author", configWhat),
        layers,
        history(json, layers, configWhat),
        annotations,
        healthcheck(json, configWhat));
  }

  private static String text(JsonNode json, String field, String what) {
    String text = Json.text(json, field, what);
    return text == null ? "" : text;
  }

  /** Steps that are not empty belong to the layers in their order, if there are as many. */
  private static List<Step> history(JsonNode json, List<Layer> layers, String what) {
    List<JsonNode> steps = Json.elements(json, "history", what);
    int full = 0;
    for (JsonNode step : steps) {
      full += isEmpty(step) ? 0 : 1;
    }
    boolean matches = full == layers.size();
    List<Step> history = new ArrayList<>();
    int next = 0;
    for (JsonNode step : steps) {
      boolean empty = isEmpty(step);
      history.add(
          new Step(
              created(step, what),
              text(step, "created_by", what),
              text(step, "author", what),
              text(step, "comment", what),
              empty,
              empty || !matches ? null : layers.get(next++)));
    }
    return history;
  }

  private static boolean isEmpty(JsonNode step) {
    return step.path("empty_layer").asBoolean(false);
  }

  private static @Nullable Instant created(JsonNode step, String what) {
    String created = text(step, "created", what);
    try {
      return created.isEmpty() ? null : OffsetDateTime.parse(created).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Healthcheck healthcheck(JsonNode json, String what) {
    JsonNode config = Json.member(json, "config", what);
    JsonNode check = config == null ? null : Json.member(config, "Healthcheck", what);
    if (check == null) {
      return null;
    }
    Map<String, Long> times = new LinkedHashMap<>();
    for (String name : List.of("Interval", "Timeout", "StartPeriod", "StartInterval", "Retries")) {
      if (check.has(name)) {
        times.put(name, Json.size(check, name, what));
      }
    }
    return new Healthcheck(Json.texts(check, "Test", what), times);
  }
}
