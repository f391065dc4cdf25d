package dev.jpod.store;

import dev.jpod.model.JpodException;
import dev.jpod.model.Names;
import dev.jpod.observed.ObservedVolume;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The records of a store's volumes, one {@code record.json} in each volume's folder. */
public final class VolumeRecords {
  private static final String FILE = "record.json";

  private final StoreLayout layout;

  public VolumeRecords(StoreLayout layout) {
    this.layout = layout;
  }

  /** The names of all volumes, in order, from the names of their folders alone. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(layout.volumes())) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (Names.problemWithResourceName(name) == null) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return names;
    } catch (IOException e) {
      throw DiskFailure.of(e, layout.volumes(), "be read");
    }
    return names;
  }

  /** All volumes as they are recorded, by their names. */
  public SortedMap<String, ObservedVolume> observed() {
    SortedMap<String, ObservedVolume> volumes = new TreeMap<>();
    for (String name : names()) {
      VolumeRecord record = find(name);
      if (record != null) {
        volumes.put(name, new ObservedVolume(record.stack(), record.labels()));
      }
    }
    return volumes;
  }

  /** The record of a volume, or null when there is no such volume. */
  public @Nullable VolumeRecord find(String name) {
    if (Names.problemWithResourceName(name) != null) {
      return null;
    }
    StateDocument json = StateDocument.read(file(name));
    return json == null
        ? null
        : new VolumeRecord(
            json.text("name"),
            json.optionalText("stack"),
            json.optionalText("container"),
            json.time("created"),
            json.texts("labels"));
  }

  /**
   * The record of a volume.
   *
   * @throws JpodException of kind NOT_FOUND when there is none
   */
  public VolumeRecord require(String name) {
    VolumeRecord record = find(name);
    if (record == null) {
      throw JpodException.notFound(
          "there is no volume '" + name + "'", "'jpod volume ls' lists the volumes");
    }
    return record;
  }

  /** Keeps a record, in place of an older one; the volume's folder exists. Atomic and durable. */
  public void save(VolumeRecord record) {
    ObjectNode json = StateDocument.blank();
    json.put("name", record.name());
    json.put("stack", record.stack());
    json.put("container", record.container());
    json.put("created", record.created().toString());
    StateDocument.put(json, "labels", record.labels());
    StateDocument.write(file(record.name()), json);
  }

  private Path file(String name) {
    return layout.volume(name).resolve(FILE);
  }
}
