package dev.jpod.trust;

import dev.jpod.model.ImageReference;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the {@code signedIdentity} of a requirement. */
final class IdentityReader {
  private IdentityReader() {}

  static SignedIdentity read(StrictObject requirement) {
    JsonNode node = requirement.json().get("signedIdentity");
    if (node == null) {
      return new SignedIdentity.MatchRepoDigestOrExact();
    }
    String place = requirement.place() + ", signedIdentity";
    StrictObject any = StrictObject.open(node, place);
    String type = any.text("type");
    return switch (type) {
      case "matchExact" -> {
        StrictObject.of(node, place, Set.of("type"));
        yield new SignedIdentity.MatchExact();
      }
      case "matchRepoDigestOrExact" -> {
        StrictObject.of(node, place, Set.of("type"));
        yield new SignedIdentity.MatchRepoDigestOrExact();
      }
      case "matchRepository" -> {
        StrictObject.of(node, place, Set.of("type"));
        yield new SignedIdentity.MatchRepository();
      }
      case "exactReference" -> exactReference(node, place);
      case "exactRepository" -> exactRepository(node, place);
      case "remapIdentity" -> remapIdentity(node, place);
      default -> throw any.wrong("there is no identity '" + type + "'");
    };
  }

  private static SignedIdentity exactReference(JsonNode node, String place) {
    StrictObject json = StrictObject.of(node, place, Set.of("type", "dockerReference"));
    ImageReference reference = ClaimedName.of(json.text("dockerReference")).reference();
    if (reference == null) {
      throw json.wrong("'" + json.text("dockerReference") + "' has neither a tag nor a digest");
    }
    return new SignedIdentity.ExactReference(reference);
  }

  private static SignedIdentity exactRepository(JsonNode node, String place) {
    StrictObject json = StrictObject.of(node, place, Set.of("type", "dockerRepository"));
    return new SignedIdentity.ExactRepository(
        ClaimedName.of(json.text("dockerRepository")).repository());
  }

  private static SignedIdentity remapIdentity(JsonNode node, String place) {
    StrictObject json = StrictObject.of(node, place, Set.of("type", "prefix", "signedPrefix"));
    return new SignedIdentity.RemapIdentity(prefix(json, "prefix"), prefix(json, "signedPrefix"));
  }

  /** A host, a namespace or a repository, written out in full. */
  private static String prefix(StrictObject json, String field) {
    String prefix = json.text(field);
    String below = prefix + "/n/r";
    if (!ClaimedName.of(below).repository().equals(below)) {
      throw json.wrong("'" + prefix + "' is not a host or a repository, written out in full");
    }
    return prefix;
  }
}
