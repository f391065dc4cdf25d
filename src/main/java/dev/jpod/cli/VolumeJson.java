package dev.jpod.cli;

import dev.jpod.store.StoreLayout;
import dev.jpod.store.VolumeRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Volumes for programs. Fields may be added; those that are here keep name and meaning. */
final class VolumeJson {
  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  name        unique on the host",
          "  stack       the stack that made it; absent without one",
          "  container   the id of the one container that it belongs to; absent if it has a name",
          "  created     a time as in RFC 3339",
          "  mountpoint  the folder with its data",
          "  labels      an object");

  private VolumeJson() {}

  static void list(Output out, List<VolumeRecord> volumes, StoreLayout layout) {
    JsonOutput.array(out, volumes, (json, volume) -> fields(json, volume, layout));
  }

  private static void fields(JsonGenerator json, VolumeRecord volume, StoreLayout layout) {
    json.writeStringProperty("name", volume.name());
    text(json, "stack", volume.stack());
    text(json, "container", volume.container());
    json.writeStringProperty("created", volume.created().toString());
    json.writeStringProperty("mountpoint", layout.volume(volume.name()).resolve("data").toString());
    json.writeName("labels").writeStartObject();
    for (Map.Entry<String, String> label : volume.labels().entrySet()) {
      json.writeStringProperty(label.getKey(), label.getValue());
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
