package dev.jpod.image;

import dev.jpod.json.JsonText;
import dev.jpod.model.ImageReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The {@code index.json} of an image layout, or the list of platforms of one image. */
public record ImageIndex(List<Descriptor> manifests) {
  /** As the OCI image specification has it since 1.0. */
  private static final int VERSION = 2;

  static final ImageIndex EMPTY = new ImageIndex(List.of());

  public ImageIndex {
    manifests = List.copyOf(manifests);
  }

  /**
   * Reads an index.
   *
   * @param what the document, for messages
   * @throws dev.jpod.model.JpodException of kind REFUSED for anything else
   */
  public static ImageIndex read(byte[] document, String what) {
    JsonNode json = Json.object(document, what);
    if (json.path("schemaVersion").asInt(0) != VERSION) {
      throw Json.wrong(what, "'schemaVersion' is not " + VERSION);
    }
    if (!json.path("manifests").isArray()) {
      throw Json.wrong(what, "'manifests' is not a list");
    }
    List<Descriptor> manifests = new ArrayList<>();
    for (JsonNode manifest : Json.elements(json, "manifests", what)) {
      manifests.add(Descriptor.read(manifest, what));
    }
    return new ImageIndex(manifests);
  }

  byte[] toBytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schemaVersion", VERSION);
    json.put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode array = json.putArray("manifests");
    for (Descriptor manifest : manifests) {
      array.add(manifest.toJson());
    }
    return JsonText.indented(json);
  }

  /**
   * The index with a manifest under a name, or under none. A name that pointed elsewhere moves;
   * what it pointed to stays as an image without a name. A manifest that has a name needs no entry
   * without one.
   */
  ImageIndex with(Descriptor manifest, @Nullable ImageReference reference) {
    List<Descriptor> next = new ArrayList<>();
    Descriptor moved = null;
    boolean known = false;
    for (Descriptor old : manifests) {
      boolean same = old.digest().equals(manifest.digest());
      if (reference != null && reference.equals(old.reference())) {
        moved = same ? null : old;
      } else if (!same || reference == null || old.reference() != null) {
        next.add(old);
        known |= same;
      }
    }
    if (reference != null || !known) {
      next.add(manifest.named(reference));
    }
    if (moved != null && !holds(next, moved)) {
      next.add(moved.named(null));
    }
    return new ImageIndex(next);
  }

  /** The index without these entries. */
  ImageIndex withoutAll(List<Descriptor> entries) {
    List<Descriptor> next = new ArrayList<>(manifests);
    next.removeAll(entries);
    return new ImageIndex(next);
  }

  /** The index with these entries' content under no name. */
  ImageIndex unnamed(List<Descriptor> entries) {
    ImageIndex next = withoutAll(entries);
    for (Descriptor entry : entries) {
      next = next.with(entry, null);
    }
    return next;
  }

  private static boolean holds(List<Descriptor> manifests, Descriptor wanted) {
    for (Descriptor manifest : manifests) {
      if (manifest.digest().equals(wanted.digest())) {
        return true;
      }
    }
    return false;
  }
}
