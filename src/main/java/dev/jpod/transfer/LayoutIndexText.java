package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.JpodException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code index.json} of a layout that gets one more image. All that others have written there
 * stays, known or not; a name that was another image's moves, and that image stays without it.
 */
final class LayoutIndexText {
  private static final String NAME = Descriptor.REFERENCE_NAME;
  private static final String ANNOTATIONS = "annotations";

  private final ObjectNode index;

  private LayoutIndexText(ObjectNode index) {
    this.index = index;
  }

  static LayoutIndexText empty() {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    index.put("schemaVersion", 2);
    index.put("mediaType", "application/vnd.oci.image.index.v1+json");
    index.putArray("manifests");
    return new LayoutIndexText(index);
  }

  /**
   * Reads an index.
   *
   * @param what the document, for messages
   */
  static LayoutIndexText read(byte[] text, String what) {
    try {
      if (JsonTree.read(text) instanceof ObjectNode index
          && index.get("manifests") instanceof ArrayNode) {
        return new LayoutIndexText(index);
      }
    } catch (JacksonException e) {
      throw JpodException.refused(
          "cannot use " + what + ": " + JsonTree.complaint(e), "write to another folder");
    }
    throw JpodException.refused(
        "cannot use " + what + ": it has no list of manifests", "write to another folder");
  }

  /** Adds a manifest under these names, or under none. */
  void add(Descriptor manifest, List<String> names) {
    for (String name : names) {
      add(manifest, name);
    }
    if (names.isEmpty()) {
      add(manifest, (String) null);
    }
  }

  private void add(Descriptor manifest, @Nullable String name) {
    ArrayNode before = (ArrayNode) index.get("manifests");
    ArrayNode after = JsonNodeFactory.instance.arrayNode();
    boolean isThere = false;
    for (JsonNode entry : before) {
      boolean same = manifest.digest().value().equals(entry.path("digest").asString(""));
      String old = entry.path(ANNOTATIONS).path(NAME).asString("");
      if (name != null && name.equals(old) && !same && entry instanceof ObjectNode other) {
        after.add(nameless(other));
      } else if (same && (name == null || old.isEmpty() || name.equals(old))) {
        if (!isThere) {
          after.add(name == null ? entry : entry(manifest, name));
        }
        isThere = true;
      } else {
        after.add(entry);
      }
    }
    if (!isThere) {
      after.add(entry(manifest, name));
    }
    index.set("manifests", after);
  }

  private static ObjectNode nameless(ObjectNode entry) {
    ObjectNode copy = entry.deepCopy();
    if (copy.get(ANNOTATIONS) instanceof ObjectNode notes) {
      notes.remove(NAME);
      if (notes.isEmpty()) {
        copy.remove(ANNOTATIONS);
      }
    }
    return copy;
  }

  private static ObjectNode entry(Descriptor manifest, @Nullable String name) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("mediaType", manifest.mediaType());
    entry.put("digest", manifest.digest().value());
    entry.put("size", manifest.size());
    if (name != null) {
      entry.putObject(ANNOTATIONS).put(NAME, name);
    }
    return entry;
  }

  byte[] bytes() {
    return JsonText.compact(index);
  }
}
