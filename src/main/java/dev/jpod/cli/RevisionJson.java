package dev.jpod.cli;

import dev.jpod.store.Attempt;
import dev.jpod.store.StackRevision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Revisions for programs. */
final class RevisionJson {
  /** The fields that both commands show. */
  static final List<String> FIELDS =
      List.of(
          "  stack       its name, with lineage, which tells it from an earlier one of that name",
          "  revision    its number; current says whether the stack is at it",
          "  outcome     done, failed, rolled back, rollback failed or interrupted",
          "  began, ended  times as in RFC 3339",
          "  user        who ran it, and command, what was called; absent when not known",
          "  origin      where the stack file came from; commit of it, if there is one",
          "  summary     what it changed",
          "  error       what went wrong first; absent for none",
          "  restores    the revision that a rollback went back to; absent for none",
          "  rolledBackTo  the revision that was brought back when it failed; absent for none");

  private RevisionJson() {}

  static void put(JsonGenerator json, StackRevision revision, @Nullable StackRevision current) {
    Attempt attempt = revision.attempt();
    json.writeStringProperty("stack", revision.stack())
        .writeStringProperty("lineage", revision.lineage())
        .writeNumberProperty("revision", revision.serial())
        .writeBooleanProperty("current", current != null && current.serial() == revision.serial())
        .writeStringProperty("outcome", RevisionText.word(attempt.result()))
        .writeStringProperty("began", attempt.began().toString())
        .writeStringProperty("ended", revision.at().toString());
    putUnlessEmpty(json, "user", attempt.user());
    putUnlessEmpty(json, "command", attempt.command());
    json.writeStringProperty("origin", revision.origin());
    putUnlessEmpty(json, "commit", revision.commit());
    json.writeStringProperty("summary", attempt.summary());
    putUnlessEmpty(json, "error", attempt.error());
    if (attempt.restores() != null) {
      json.writeNumberProperty("restores", attempt.restores());
    }
    if (attempt.rolledBackTo() != null) {
      json.writeNumberProperty("rolledBackTo", attempt.rolledBackTo());
    }
  }

  /** Everything, the texts included; of secrets only the names. */
  static void putAll(JsonGenerator json, StackRevision revision, @Nullable StackRevision current) {
    put(json, revision, current);
    json.writeArrayPropertyStart("images");
    for (StackRevision.Image image : revision.images()) {
      json.writeStartObject()
          .writeStringProperty("reference", image.reference())
          .writeStringProperty("digest", image.digest().value())
          .writeStringProperty("manifest", image.manifest().value())
          .writeStringProperty("id", image.id().value())
          .writeEndObject();
    }
    json.writeEndArray().writeArrayPropertyStart("secrets");
    revision.secrets().keySet().stream().sorted().forEach(json::writeString);
    json.writeEndArray().writeArrayPropertyStart("contents");
    for (StackRevision.Content content : revision.contents()) {
      json.writeStartObject()
          .writeStringProperty("kind", content.kind().word())
          .writeStringProperty("name", content.name())
          .writeStringProperty("digest", content.digest().value())
          .writeEndObject();
    }
    json.writeEndArray().writeObjectPropertyStart("variables");
    revision.variables().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.writeStringProperty(entry.getKey(), entry.getValue()));
    json.writeEndObject().writeArrayPropertyStart("sources");
    for (StackRevision.Source source : revision.sources()) {
      json.writeStartObject()
          .writeStringProperty("name", source.name())
          .writeStringProperty("text", source.text())
          .writeEndObject();
    }
    json.writeEndArray();
  }

  private static void putUnlessEmpty(JsonGenerator json, String field, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      json.writeStringProperty(field, value);
    }
  }
}
