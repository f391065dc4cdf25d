package dev.jpod.reconcile;

import dev.jpod.diff.Subset;
import dev.jpod.diff.Unowned;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Patience;
import dev.jpod.plan.WaitFor;
import dev.jpod.reconcile.OpenContents.Kept;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackRevision.Content.Kind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a saved plan's file; every one that is missing or of another kind is an error. */
final class SavedPlanReader {
  private final String name;

  private SavedPlanReader(String name) {
    this.name = name;
  }

  static SavedPlan read(String name, ObjectNode json) {
    return new SavedPlanReader(name).plan(json);
  }

  private SavedPlan plan(ObjectNode json) {
    if (!(json.get("plan") instanceof ObjectNode plan)) {
      throw broken("plan");
    }
    List<StackRevision.Source> sources = new ArrayList<>();
    for (JsonNode source : list(json, "sources")) {
      sources.add(
          new StackRevision.Source(
              text(source, "name"), text(source, "folder"), text(source, "text")));
    }
    List<StackRevision.Image> images = new ArrayList<>();
    for (JsonNode image : list(json, "images")) {
      images.add(
          new StackRevision.Image(
              text(image, "reference"),
              digest(image, "digest"),
              digest(image, "manifest"),
              digest(image, "id")));
    }
    List<Kept> contents = new ArrayList<>();
    for (JsonNode content : list(json, "contents")) {
      contents.add(content(content));
    }
    JsonNode lock = json.path("lock");
    return new SavedPlan(
        time(json),
        plan,
        text(json, "runtime"),
        patience(json.path("wait")),
        subset(json.path("pods")),
        unowned(json.path("adopt")),
        text(json, "origin"),
        sources,
        texts(json, "variables"),
        images,
        lock.isString() ? lock.stringValue() : null,
        contents,
        texts(json, "secrets"),
        texts(json, "preconditions"));
  }

  private Patience patience(JsonNode json) {
    JsonNode deadline = json.path("milliseconds");
    String word = text(json, "for");
    for (WaitFor each : WaitFor.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word) && deadline.canConvertToLong()) {
        return new Patience(each, Duration.ofMillis(deadline.longValue()));
      }
    }
    throw broken("wait");
  }

  private @Nullable Subset subset(JsonNode pods) {
    if (pods.isNull()) {
      return null;
    }
    Set<String> names = new HashSet<>();
    for (JsonNode pod : pods) {
      if (!pod.isString()) {
        throw broken("pods");
      }
      names.add(pod.stringValue());
    }
    return new Subset(names);
  }

  /** Plans of format 1.0 adopt nothing. */
  private Unowned unowned(JsonNode adopt) {
    if (!adopt.isMissingNode() && !adopt.isBoolean()) {
      throw broken("adopt");
    }
    return adopt.booleanValue(false) ? Unowned.ADOPTED : Unowned.REFUSED;
  }

  private Instant time(JsonNode json) {
    try {
      return Instant.parse(text(json, "made"));
    } catch (DateTimeException e) {
      throw broken("made");
    }
  }

  private Kept content(JsonNode json) {
    byte[] bytes;
    try {
      bytes =
          json.has("text")
              ? text(json, "text").getBytes(StandardCharsets.UTF_8)
              : Base64.getDecoder().decode(text(json, "base64"));
    } catch (IllegalArgumentException e) {
      throw broken("contents");
    }
    String kind = text(json, "kind");
    for (Kind each : Kind.values()) {
      if (each.word().equals(kind)) {
        Kept kept = Kept.of(each, text(json, "name"), bytes);
        if (kept.named().digest().equals(digest(json, "digest"))) {
          return kept;
        }
      }
    }
    throw broken("contents");
  }

  private String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isString()) {
      throw broken(field);
    }
    return value.stringValue();
  }

  private Digest digest(JsonNode json, String field) {
    try {
      return new Digest(text(json, field));
    } catch (IllegalArgumentException e) {
      throw broken(field);
    }
  }

  private SortedMap<String, String> texts(JsonNode json, String field) {
    JsonNode object = json.path(field);
    if (!object.isObject()) {
      throw broken(field);
    }
    SortedMap<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      texts.put(entry.getKey(), text(object, entry.getKey()));
    }
    return texts;
  }

  private JsonNode list(JsonNode json, String field) {
    JsonNode list = json.path(field);
    if (!list.isArray()) {
      throw broken(field);
    }
    return list;
  }

  private JpodException broken(String field) {
    return JpodException.refused(
        "'" + name + "' is not as jpod writes plans: '" + field + "' is missing or wrong",
        "make the plan anew with 'jpod plan --out FILE'");
  }
}
