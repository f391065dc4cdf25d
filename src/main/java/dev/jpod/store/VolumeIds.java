package dev.jpod.store;

import dev.jpod.model.IdMappings;
import dev.jpod.model.IdRangeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose ids the files of volumes have: {@code ids.json} in the folder of each volume that was first
 * used by a pod with a user namespace of its own. It goes with the volume.
 */
public record VolumeIds(StoreLayout layout) {
  private static final String FILE = "ids.json";

  /** Those of a volume; null where it was made for jpod's own users, or is not there. */
  public @Nullable IdMappings find(String volume) {
    StateDocument json = StateDocument.read(layout.volume(volume).resolve(FILE));
    if (json == null) {
      return null;
    }
    try {
      return new IdMappings(
          IdRangeText.parse(json.list("users")), IdRangeText.parse(json.list("groups")));
    } catch (IllegalArgumentException e) {
      throw json.corrupt(String.valueOf(e.getMessage()));
    }
  }

  /** Notes whose ids the files of a new volume have; the volume's folder exists. Durable. */
  public void save(String volume, IdMappings ids) {
    ObjectNode json = StateDocument.blank();
    StateDocument.put(json, "users", IdRangeText.of(ids.users()));
    StateDocument.put(json, "groups", IdRangeText.of(ids.groups()));
    StateDocument.write(layout.volume(volume).resolve(FILE), json);
  }

  /** Those of all volumes but some. */
  public List<IdMappings> allBut(List<String> volumes) {
    List<IdMappings> all = new ArrayList<>();
    for (String name : new VolumeRecords(layout).names()) {
      IdMappings ids = volumes.contains(name) ? null : find(name);
      if (ids != null) {
        all.add(ids);
      }
    }
    return all;
  }
}
