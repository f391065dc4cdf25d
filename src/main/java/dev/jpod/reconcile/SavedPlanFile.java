package dev.jpod.reconcile;

import dev.jpod.diff.Unowned;
import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.reconcile.OpenContents.Kept;
import dev.jpod.store.StackRevision;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of a saved plan, format 1.1, as {@code schemas/plan.schema.json} describes it. It is
 * sealed by a keyed hash of the store: a plan that was edited, or made elsewhere, is not done.
 */
final class SavedPlanFile {
  /** Larger files are refused unread. */
  static final int LARGEST = 64 << 20;

  private static final String KIND = "Plan";
  private static final String FORMAT = "1.1";
  private static final String SEAL = "seal";
  private static final String STORE = "store";
  private static final byte[] STORE_WORDS = "a store of jpod".getBytes(StandardCharsets.UTF_8);
  private static final String ANEW = "make the plan anew with 'jpod plan --out FILE'";

  private final Fingerprints fingerprints;

  /**
   * @param fingerprints under the key of the store
   */
  SavedPlanFile(Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** The file's content. */
  byte[] write(SavedPlan saved) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("apiVersion", "jpod.dev/v1").put("kind", KIND).put("format", FORMAT);
    json.put("made", saved.made().toString());
    json.put(STORE, fingerprints.ofSecret(STORE_WORDS));
    json.set("plan", saved.plan());
    json.put("runtime", saved.runtime());
    json.putObject("wait")
        .put("for", saved.patience().waitFor().name().toLowerCase(Locale.ROOT))
        .put("milliseconds", saved.patience().deadline().toMillis());
    if (saved.subset() == null) {
      json.putNull("pods");
    } else {
      ArrayNode pods = json.putArray("pods");
      new TreeSet<>(saved.subset().pods()).forEach(pods::add);
    }
    json.put("adopt", saved.unowned() == Unowned.ADOPTED);
    json.put("origin", saved.origin());
    ArrayNode sources = json.putArray("sources");
    for (StackRevision.Source source : saved.sources()) {
      sources
          .addObject()
          .put("name", source.name())
          .put("folder", source.folder())
          .put("text", source.text());
    }
    ObjectNode variables = json.putObject("variables");
    saved.variables().forEach(variables::put);
    ArrayNode images = json.putArray("images");
    for (StackRevision.Image image : saved.images()) {
      images
          .addObject()
          .put("reference", image.reference())
          .put("digest", image.digest().value())
          .put("manifest", image.manifest().value())
          .put("id", image.id().value());
    }
    json.put("lock", saved.lock());
    ArrayNode contents = json.putArray("contents");
    for (Kept kept : saved.contents()) {
      write(kept, contents.addObject());
    }
    ObjectNode secrets = json.putObject("secrets");
    saved.secrets().forEach(secrets::put);
    ObjectNode preconditions = json.putObject("preconditions");
    saved.preconditions().forEach(preconditions::put);
    json.put(SEAL, seal(json));
    byte[] text = JsonText.indented(json);
    if (text.length > LARGEST) {
      throw JpodException.refused(
          "the plan would be larger than "
              + (LARGEST >> 20)
              + " MiB with the contents of its files",
          "mount large files as a bind mount or a volume instead of configs");
    }
    return text;
  }

  private static void write(Kept kept, ObjectNode json) {
    json.put("kind", kept.named().kind().word()).put("name", kept.named().name());
    json.put("digest", kept.named().digest().value());
    String text = text(kept.bytes());
    if (text == null) {
      json.put("base64", Base64.getEncoder().encodeToString(kept.bytes()));
    } else {
      json.put("text", text);
    }
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private String seal(ObjectNode json) {
    return fingerprints.ofSecret(JsonText.compact(json));
  }

  /**
   * Reads a file back.
   *
   * @param name as messages call the file
   * @throws JpodException of kind USAGE when it is no saved plan, of kind REFUSED when it is one
   *     that is not to be done here
   */
  SavedPlan read(String name, byte[] text) {
    ObjectNode json = tree(name, text);
    String format = json.path("format").stringValue("");
    if (!format.matches("1\\.[0-9]{1,4}")) {
      throw JpodException.refused(
          "'" + name + "' is a plan of the format '" + shortened(format) + "', not of " + FORMAT,
          "it takes the version of jpod that wrote it, or " + ANEW);
    }
    String seal = json.path(SEAL).stringValue("");
    json.remove(SEAL);
    if (!json.path(STORE).stringValue("").equals(fingerprints.ofSecret(STORE_WORDS))) {
      throw JpodException.refused(
          "'" + name + "' was made on another host, or for another store of this one",
          "make the plan where it is to be applied");
    }
    if (!isSame(seal(json), seal)) {
      throw JpodException.refused(
          "'" + name + "' is not as jpod wrote it", "what was edited is not done; " + ANEW);
    }
    return SavedPlanReader.read(name, json);
  }

  private static ObjectNode tree(String name, byte[] text) {
    if (text.length > LARGEST) {
      throw JpodException.refused(
          "'" + name + "' is larger than " + (LARGEST >> 20) + " MiB, as no saved plan is", ANEW);
    }
    try {
      JsonNode json = JsonTree.read(text);
      if (json instanceof ObjectNode object && object.path("kind").stringValue("").equals(KIND)) {
        return object;
      }
    } catch (JacksonException | StackOverflowError e) {
      // It is no JSON, and so no plan.
    }
    throw new JpodException(
        Failure.USAGE,
        "'" + name + "' is no saved plan",
        "a stack file is applied with 'jpod apply -f " + name + "'");
  }

  /** In a time that does not tell how far they are the same. */
  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String shortened(String text) {
    return text.length() <= 20 ? text : text.substring(0, 20) + "…";
  }
}
