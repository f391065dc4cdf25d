package dev.jpod.trust;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the signed document says: this manifest has this name. The form is that of "atomic container
 * signatures"; cosign took it over with a type of its own.
 */
record Claim(Digest manifest, ClaimedName name) {
  static final String SIMPLE = "atomic container signature";
  static final String COSIGN = "cosign container image signature";

  /**
   * Reads a document whose signature was verified. A field that is not known in the part that is
   * critical makes it unusable, as does another type.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  static Claim read(byte[] payload, String type) {
    try {
      JsonNode json = JsonTree.read(payload);
      StrictObject whole = StrictObject.of(json, "payload", Set.of("critical", "optional"));
      requireObjectOrNothing(whole.json().get("optional"));
      StrictObject critical =
          StrictObject.of(
              whole.json().get("critical"), "critical", Set.of("type", "image", "identity"));
      if (!critical.text("type").equals(type)) {
        throw critical.wrong("the type is not '" + type + "'");
      }
      String digest =
          StrictObject.of(critical.json().get("image"), "image", Set.of("docker-manifest-digest"))
              .text("docker-manifest-digest");
      String name =
          StrictObject.of(critical.json().get("identity"), "identity", Set.of("docker-reference"))
              .text("docker-reference");
      return new Claim(new Digest(digest), ClaimedName.of(name));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is not valid JSON: " + JsonTree.complaint(e), e);
    }
  }

  /** What is optional is not used; cosign writes null for nothing. */
  private static void requireObjectOrNothing(@Nullable JsonNode optional) {
    if (optional != null && !optional.isNull() && !optional.isObject()) {
      throw new IllegalArgumentException("optional: an object is wanted here");
    }
  }
}
