package dev.jpod.store;

import dev.jpod.store.Attempt.Result;
import dev.jpod.store.StackRevision.Content;
import dev.jpod.store.StackRevision.Image;
import dev.jpod.store.StackRevision.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A revision as a state file; what earlier versions did not write has a default. */
final class RevisionJson {
  private static final String ATTEMPT = "attempt";
  private static final String SECRETS = "secrets";
  private static final String RESTORES = "restores";
  private static final String ROLLED_BACK_TO = "rolledBackTo";

  private RevisionJson() {}

  static ObjectNode write(StackRevision revision) {
    ObjectNode json = StateDocument.blank();
    json.put("stack", revision.stack()).put("lineage", revision.lineage());
    json.put("serial", revision.serial()).put("at", revision.at().toString());
    json.put("origin", revision.origin()).put("commit", revision.commit());
    ArrayNode sources = json.putArray("sources");
    for (Source source : revision.sources()) {
      sources
          .addObject()
          .put("name", source.name())
          .put("folder", source.folder())
          .put("text", source.text());
    }
    ArrayNode images = json.putArray("images");
    for (Image image : revision.images()) {
      images
          .addObject()
          .put("reference", image.reference())
          .put("digest", image.digest().value())
          .put("manifest", image.manifest().value())
          .put("id", image.id().value());
    }
    json.put("lock", revision.lock());
    StateDocument.put(json, "variables", revision.variables());
    StateDocument.put(json, "inventory", revision.inventory());
    StateDocument.put(json, "volumes", revision.volumes());
    write(revision.attempt(), json.putObject(ATTEMPT));
    StateDocument.put(json, SECRETS, revision.secrets());
    ArrayNode contents = json.putArray("contents");
    for (Content content : revision.contents()) {
      contents
          .addObject()
          .put("kind", content.kind().name())
          .put("name", content.name())
          .put("digest", content.digest().value());
    }
    return json;
  }

  private static void write(Attempt attempt, ObjectNode json) {
    json.put("result", attempt.result().name()).put("user", attempt.user());
    json.put("command", attempt.command()).put("began", attempt.began().toString());
    json.put("summary", attempt.summary()).put("error", attempt.error());
    json.put(RESTORES, attempt.restores()).put(ROLLED_BACK_TO, attempt.rolledBackTo());
  }

  static StackRevision read(StateDocument json) {
    List<Source> sources = new ArrayList<>();
    for (StateDocument source : json.objects("sources")) {
      String folder = source.optionalText("folder");
      sources.add(
          new Source(source.text("name"), folder == null ? "" : folder, source.text("text")));
    }
    List<Image> images = new ArrayList<>();
    for (StateDocument image : json.objectsIfAny("images")) {
      images.add(
          new Image(
              image.text("reference"),
              image.digest("digest"),
              image.digest("manifest"),
              image.digest("id")));
    }
    Instant at = json.time("at");
    return new StackRevision(
        json.text("stack"),
        json.text("lineage"),
        json.number("serial"),
        at,
        sources,
        json.text("origin"),
        json.texts("variables"),
        json.list("inventory"),
        json.list("volumes"),
        json.optionalText("commit"),
        images,
        json.optionalText("lock"),
        attempt(json.optionalObject(ATTEMPT), at),
        json.optionalObject(SECRETS) == null ? Map.of() : json.texts(SECRETS),
        contents(json));
  }

  private static Attempt attempt(@Nullable StateDocument json, Instant at) {
    return json == null
        ? Attempt.unknown(at)
        : new Attempt(
            json.word("result", Result.class),
            json.text("user"),
            json.text("command"),
            json.time("began"),
            json.text("summary"),
            json.optionalText("error"),
            json.optionalNumber(RESTORES),
            json.optionalNumber(ROLLED_BACK_TO));
  }

  private static List<Content> contents(StateDocument json) {
    List<Content> contents = new ArrayList<>();
    for (StateDocument content : json.objectsIfAny("contents")) {
      contents.add(
          new Content(
              content.word("kind", Content.Kind.class),
              content.text("name"),
              content.digest("digest")));
    }
    return contents;
  }
}
