package dev.jpod.image;

import dev.jpod.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One image for one platform: its configuration and its layers, lowest first. */
public record ImageManifest(Descriptor config, List<Descriptor> layers) {
  public ImageManifest {
    layers = List.copyOf(layers);
  }

  static ImageManifest read(byte[] document, String what) {
    JsonNode json = Json.object(document, what);
    JsonNode config = Json.member(json, "config", what);
    if (config == null) {
      throw Json.wrong(what, "'config' is missing");
    }
    List<Descriptor> layers = new ArrayList<>();
    for (JsonNode layer : Json.elements(json, "layers", what)) {
      layers.add(Descriptor.read(layer, what));
    }
    ImageManifest manifest = new ImageManifest(Descriptor.read(config, what), layers);
    manifest.requireKnownTypes(what);
    return manifest;
  }

  private void requireKnownTypes(String what) {
    if (!MediaTypes.isConfig(config.mediaType())) {
      throw Json.wrong(what, "its configuration has the type '" + config.mediaType() + "'");
    }
    for (Descriptor layer : layers) {
      if (!MediaTypes.isLayer(layer.mediaType())) {
        throw Json.wrong(what, "it has a layer of the type '" + layer.mediaType() + "'");
      }
    }
  }

  byte[] toBytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schemaVersion", 2);
    json.put("mediaType", MediaTypes.OCI_MANIFEST);
    json.set("config", config.toJson());
    ArrayNode array = json.putArray("layers");
    for (Descriptor layer : layers) {
      array.add(layer.toJson());
    }
    return JsonText.compact(json);
  }

  /** Bytes of configuration and layers as stored. */
  public long size() {
    long size = config.size();
    for (Descriptor layer : layers) {
      size += layer.size();
    }
    return size;
  }
}
