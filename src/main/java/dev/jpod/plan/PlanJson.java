package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Drift;
import dev.jpod.diff.Field;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.Relabelling;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.InstanceKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan as programs read it, format 1.0. The order of everything is fixed; secrets are neither
 * there in the clear nor as fingerprints. Values are the canonical ones: sizes in bytes, processors
 * in thousandths, times in milliseconds, null for a default.
 */
public final class PlanJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PlanJson() {}

  /** The whole plan. */
  public static ObjectNode of(Plan plan, FieldOrigins origins, Basis basis) {
    ObjectNode json = NODES.objectNode();
    json.put("format", "1.0");
    json.put("stack", plan.stack());
    basis.lineage().ifPresent(lineage -> json.put("lineage", lineage));
    basis.serial().ifPresent(serial -> json.put("baseSerial", serial));
    basis.commit().ifPresent(commit -> json.putObject("source").put("git", commit));
    ArrayNode changes = json.putArray("changes");
    for (String volume : plan.changes().missingVolumes().keySet()) {
      changes.addObject().put("id", "volume/" + volume).put("action", Verb.CREATE.word());
    }
    plan.changes().relabellings().forEach(each -> changes.add(relabelling(each)));
    ArrayNode drift = NODES.arrayNode();
    for (Change change : plan.changes().changes()) {
      if (!(change instanceof Change.Keep)) {
        changes.add(change(change, origins));
      }
      if (change instanceof Change.OfCurrent ofCurrent) {
        ofCurrent.difference().drift().forEach(each -> drift.add(drift(change.key(), each)));
      }
    }
    for (Hazard hazard : plan.hazards()) {
      if (hazard instanceof Hazard.VolumeLoss loss) {
        removedVolume(changes.addObject(), loss);
      }
    }
    json.set("drift", drift);
    json.set("steps", steps(plan));
    Summary summary = plan.summary();
    json.put("unchanged", summary.unchanged());
    json.set("summary", summary(summary));
    ArrayNode restarts = json.putArray("restarts");
    summary.restarts().forEach(restarts::add);
    ArrayNode loss = json.putArray("volumeLoss");
    summary.volumeLoss().forEach(loss::add);
    return json;
  }

  private static ObjectNode change(Change change, FieldOrigins origins) {
    ObjectNode json = NODES.objectNode();
    json.put("id", Ids.of(change.key()));
    json.put("name", change.key().containerName());
    json.put("action", Verb.of(change).word());
    if (change instanceof Change.Replace replace) {
      json.put("strategy", word(replace.strategy()));
    }
    Reasons reasons = Reasons.of(change);
    ArrayNode codes = json.putArray("reasons");
    reasons.codes().forEach(codes::add);
    if (!reasons.text().isEmpty()) {
      json.put("message", reasons.text());
    }
    if (change instanceof Change.Blocked blocked) {
      json.put("hint", blocked.hint());
    }
    if (change instanceof Change.OfCurrent ofCurrent) {
      ArrayNode fields = json.putArray("fields");
      ofCurrent
          .difference()
          .fields()
          .forEach(field -> fields.add(field(change.key(), field, origins)));
    }
    json.put("destructive", change instanceof Change.Replace || change instanceof Change.Remove);
    return json;
  }

  private static ObjectNode relabelling(Relabelling relabelling) {
    ObjectNode json = NODES.objectNode();
    json.put("id", "volume/" + relabelling.volume());
    json.put("action", Verb.RECORD.word());
    ArrayNode fields = json.putArray("fields");
    relabelling.fields().forEach(label -> fields.add(field(label)));
    json.put("destructive", false);
    return json;
  }

  private static ObjectNode field(InstanceKey key, FieldChange change, FieldOrigins origins) {
    ObjectNode json = field(change);
    FieldText.origin(origins, key, change.path()).ifPresent(place -> json.put("origin", place));
    return json;
  }

  private static ObjectNode field(FieldChange change) {
    ObjectNode json = NODES.objectNode();
    json.put("path", pointer(change.path()));
    json.put("class", word(change.changeClass()));
    boolean secret = change.sensitivity() == Sensitivity.SECRET;
    json.put("sensitive", secret);
    if (!secret) {
      json.put("before", change.before());
      json.put("after", change.after());
    }
    return json;
  }

  private static ObjectNode drift(InstanceKey key, Drift drift) {
    ObjectNode json = NODES.objectNode();
    json.put("id", Ids.of(key));
    json.put("path", pointer(drift.path()));
    putLimit(json, "live", drift.live());
    putLimit(json, "want", drift.wanted());
    return json;
  }

  private static void putLimit(ObjectNode json, String name, String value) {
    Long number = number(value);
    if (number != null) {
      json.put(name, number);
    } else {
      json.put(name, value.isEmpty() ? null : value);
    }
  }

  private static @Nullable Long number(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static void removedVolume(ObjectNode json, Hazard.VolumeLoss loss) {
    json.put("id", "volume/" + loss.name());
    json.put("action", Verb.REMOVE.word());
    json.put("destructive", true);
  }

  private static ArrayNode steps(Plan plan) {
    ArrayNode steps = NODES.arrayNode();
    for (Step step : plan.steps()) {
      ObjectNode json = steps.addObject();
      json.put("id", step.id());
      ArrayNode after = json.putArray("after");
      step.after().forEach(after::add);
    }
    return steps;
  }

  private static ObjectNode summary(Summary summary) {
    ObjectNode json = NODES.objectNode();
    summary
        .counts()
        .forEach(
            (verb, count) -> {
              if (verb != Verb.UNCHANGED) {
                json.put(verb.word(), count);
              }
            });
    if (summary.newVolumes() > 0) {
      json.put("newVolumes", summary.newVolumes());
    }
    if (summary.relabelledVolumes() > 0) {
      json.put("relabelledVolumes", summary.relabelledVolumes());
    }
    return json;
  }

  /** The path as a JSON pointer (RFC 6901): {@code /env/DB_PASSWORD}, {@code /mounts/~1data}. */
  private static String pointer(String path) {
    Field field = Field.at(path);
    String fixed = field == null ? path : field.path();
    String entry = path.substring(fixed.length());
    return "/" + fixed.replace('.', '/') + entry.replace("~", "~0").replace("/", "~1");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
