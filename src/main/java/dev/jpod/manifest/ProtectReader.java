package dev.jpod.manifest;

import dev.jpod.model.Protection;
import java.util.Map;

/** The labels of something that can be protected, and {@code protect}, which is one of them. */
final class ProtectReader {
  private ProtectReader() {}

  static Map<String, String> labels(MapReader map) {
    Map<String, String> labels = TextMaps.read(map, "labels");
    return map.flag(Protection.FIELD) ? Protection.added(labels) : labels;
  }
}
