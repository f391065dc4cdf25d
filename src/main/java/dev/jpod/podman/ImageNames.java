package dev.jpod.podman;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the record of an image by what people call it. */
record ImageNames(List<JsonNode> records) {
  private static final int SHORTEST_ID = 4;
  private static final int WHOLE_ID = 64;
  private static final String MANIFEST = "manifest-";

  /**
   * What was found.
   *
   * @param reference by which it was; null when it was by its id
   */
  record Match(JsonNode record, @Nullable ImageReference reference) {}

  @Nullable Match find(String name) {
    String bare = name.startsWith("@") ? name.substring(1) : name;
    String hex = bare.startsWith("sha256:") ? bare.substring("sha256:".length()) : bare;
    boolean isHex = hex.matches("[0-9a-f]{" + SHORTEST_ID + "," + WHOLE_ID + "}");
    if (isHex && (hex.length() == WHOLE_ID || name.startsWith("@"))) {
      return byId(hex);
    }
    for (ImageReference reference : meanings(name)) {
      for (JsonNode record : records) {
        if (means(record, reference)) {
          return new Match(record, reference);
        }
      }
    }
    return isHex ? byId(hex) : null;
  }

  private @Nullable Match byId(String start) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode record : records) {
      if (Documents.text(record, "id").startsWith(start)) {
        found.add(record);
      }
    }
    if (found.size() > 1) {
      throw new JpodException(
          Failure.USAGE,
          "the short image id '" + start + "' fits " + found.size() + " images of Podman",
          "give more digits of the id");
    }
    return found.isEmpty() ? null : new Match(found.getFirst(), null);
  }

  /** What a name may stand for, the likeliest first. */
  private static List<ImageReference> meanings(String name) {
    List<ImageReference> meanings = new ArrayList<>();
    ImageReference normal = reference(name);
    if (normal != null) {
      boolean isShort = normal.registry().equals("docker.io") && !name.startsWith("docker.io/");
      ImageReference local = isShort ? reference("localhost/" + name) : null;
      if (local != null) {
        meanings.add(local);
      }
      meanings.add(normal);
    }
    return meanings;
  }

  private static boolean means(JsonNode record, ImageReference wanted) {
    Digest digest = wanted.digest();
    for (ImageReference name : of(record)) {
      if (name.equals(wanted)
          || (digest != null && name.name().equals(wanted.name()) && has(record, digest))) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(JsonNode record, Digest digest) {
    return Documents.texts(record, "big-data-names").contains(MANIFEST + digest);
  }

  /** The names of an image that are whole references. */
  static List<ImageReference> of(JsonNode record) {
    List<ImageReference> names = new ArrayList<>();
    for (String text : Documents.texts(record, "names")) {
      ImageReference name = reference(text);
      if (name != null && name.toString().equals(text)) {
        names.add(name);
      }
    }
    return names;
  }

  private static @Nullable ImageReference reference(String text) {
    try {
      return ImageReference.of(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
