package dev.jpod.image;

import dev.jpod.json.JsonText;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OCI image configuration as far as jpod needs it.
 *
 * @param diffIds the digests of the uncompressed layers, lowest first
 */
public record StoredConfig(ImageConfig config, Instant created, List<Digest> diffIds) {
  public StoredConfig {
    diffIds = List.copyOf(diffIds);
  }

  static StoredConfig read(byte[] document, String what) {
    JsonNode json = Json.object(document, what);
    JsonNode rootfs = Json.member(json, "rootfs", what);
    List<Digest> diffIds = new ArrayList<>();
    if (rootfs != null) {
      for (String diffId : Json.texts(rootfs, "diff_ids", what)) {
        diffIds.add(Json.digest(diffId, what));
      }
    }
    return new StoredConfig(config(json, what), created(json, what), diffIds);
  }

  private static ImageConfig config(JsonNode json, String what) {
    JsonNode given = Json.member(json, "config", what);
    JsonNode config = given == null ? JsonNodeFactory.instance.objectNode() : given;
    String os = emptyAsNull(Json.text(json, "os", what));
    String architecture = emptyAsNull(Json.text(json, "architecture", what));
    return new ImageConfig(
        Json.texts(config, "Entrypoint", what),
        Json.texts(config, "Cmd", what),
        Json.texts(config, "Env", what),
        emptyAsNull(Json.text(config, "WorkingDir", what)),
        emptyAsNull(Json.text(config, "User", what)),
        Json.keys(config, "Volumes", what),
        Json.keys(config, "ExposedPorts", what),
        Json.textMap(config, "Labels", what),
        emptyAsNull(Json.text(config, "StopSignal", what)),
        ImageHealthCheck.read(config, what),
        os == null ? "linux" : os,
        architecture == null ? "unknown" : architecture);
  }

  private static @Nullable String emptyAsNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static Instant created(JsonNode json, String what) {
    String created = Json.text(json, "created", what);
    if (created == null || created.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return OffsetDateTime.parse(created).toInstant();
    } catch (DateTimeException e) {
      throw Json.wrong(what, "'created' is not a time: '" + created + "'");
    }
  }

  /** The configuration as a document, with the comment as its history. */
  byte[] toBytes(String comment) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("created", created.toString());
    json.put("architecture", config.architecture());
    json.put("os", config.os());
    writeConfig(json.putObject("config"));
    ObjectNode rootfs = json.putObject("rootfs");
    rootfs.put("type", "layers");
    var ids = rootfs.putArray("diff_ids");
    for (Digest diffId : diffIds) {
      ids.add(diffId.value());
    }
    ObjectNode history = json.putArray("history").addObject();
    history.put("created", created.toString());
    if (!comment.isEmpty()) {
      history.put("comment", comment);
    }
    return JsonText.compact(json);
  }

  private void writeConfig(ObjectNode json) {
    putText(json, "User", config.user());
    putKeys(json, "ExposedPorts", config.exposedPorts());
    putTexts(json, "Env", config.env());
    putTexts(json, "Entrypoint", config.entrypoint());
    putTexts(json, "Cmd", config.cmd());
    putKeys(json, "Volumes", config.volumes());
    putText(json, "WorkingDir", config.workingDir());
    if (!config.labels().isEmpty()) {
      ObjectNode labels = json.putObject("Labels");
      config.labels().forEach(labels::put);
    }
    putText(json, "StopSignal", config.stopSignal());
  }

  private static void putText(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  private static void putTexts(ObjectNode json, String field, List<String> values) {
    if (!values.isEmpty()) {
      var array = json.putArray(field);
      values.forEach(array::add);
    }
  }

  private static void putKeys(ObjectNode json, String field, Set<String> keys) {
    if (!keys.isEmpty()) {
      ObjectNode set = json.putObject(field);
      keys.forEach(set::putObject);
    }
  }
}
