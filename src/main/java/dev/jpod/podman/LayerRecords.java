package dev.jpod.podman;

import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The layers of a store, as its {@code layers.json} has them. */
final class LayerRecords {
  private final StoragePlace place;
  private final Path file;
  private final Map<String, JsonNode> records = new HashMap<>();

  private LayerRecords(StoragePlace place, Path file) {
    this.place = place;
    this.file = file;
  }

  static LayerRecords read(StoragePlace place, int limit) {
    Path file = place.records("layers").resolve("layers.json");
    LayerRecords layers = new LayerRecords(place, file);
    for (JsonNode layer : Documents.objects(Documents.read(file, limit), file)) {
      layers.records.put(Documents.text(layer, "id"), layer);
    }
    return layers;
  }

  /**
   * A layer and all below it, lowest first.
   *
   * @param top empty for an image without layers
   */
  List<StoredLayer> upTo(String top) {
    List<StoredLayer> layers = new ArrayList<>();
    String id = top;
    while (!id.isEmpty()) {
      JsonNode record = records.get(id);
      if (record == null) {
        throw Documents.wrong(file, "it has no layer '" + Documents.shown(id) + "'");
      }
      if (layers.size() >= records.size()) {
        throw Documents.wrong(file, "its layer '" + top + "' is above itself");
      }
      layers.add(layer(record));
      id = Documents.text(record, "parent");
    }
    return layers.reversed();
  }

  private StoredLayer layer(JsonNode record) {
    String id = Documents.id(record, "id", file);
    if (record.path("flags").path("incomplete").asBoolean(false)) {
      throw Documents.wrong(file, "its layer '" + id + "' is not complete");
    }
    if (!record.path("uidmap").isEmpty() || !record.path("gidmap").isEmpty()) {
      throw JpodException.refused(
          "the layer '" + id + "' in Podman's store has the owners of a user namespace",
          "use an image that was pulled or built without '--uidmap' and '--userns'");
    }
    Digest diffId = Documents.digest(Documents.text(record, "diff-digest"));
    if (diffId == null) {
      throw JpodException.refused(
          "the layer '" + id + "' in Podman's store has no digest of its whole content",
          "pull it there again with 'enable_partial_images' set to \"false\" in storage.conf");
    }
    return new StoredLayer(
        diffId, folder(id), place.records("layers").resolve(id + ".tar-split.gz"));
  }

  /** Every part of the way has to be a folder itself, so that no link leads out of the store. */
  private Path folder(String id) {
    Path folder = place.driver().folder(place.home(), id);
    if (Files.exists(place.home().resolve(id).resolve("composefs-data"))) {
      throw JpodException.refused(
          "the layer '" + id + "' in Podman's store is kept by composefs",
          "pull the image there again with 'use_composefs' off in storage.conf");
    }
    for (Path part = folder; part.startsWith(place.home()); part = parent(part)) {
      if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
        throw Documents.wrong(part, "it is not a folder");
      }
    }
    return folder;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? Path.of("/") : parent;
  }
}
