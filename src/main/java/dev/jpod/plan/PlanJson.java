package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Drift;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.ReportedDrift;
import dev.jpod.diff.WantedImage;
import dev.jpod.model.HostHook;
import dev.jpod.model.InstanceKey;
import java.util.List;
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
    json.set("changes", changes(plan, origins));
    json.set("images", images(plan.changes().images()));
    json.set("drift", drift(plan));
    if (!plan.hooks().isEmpty()) {
      json.set("hooks", hooks(plan.hooks()));
    }
    json.set("steps", steps(plan));
    ArrayNode warnings = json.putArray("warnings");
    for (Warning warning : plan.warnings()) {
      warnings.addObject().put("message", warning.text()).put("hint", warning.hint());
    }
    Summary summary = plan.summary();
    json.put("unchanged", summary.unchanged());
    json.set("summary", summary(summary));
    ArrayNode restarts = json.putArray("restarts");
    summary.restarts().forEach(restarts::add);
    ArrayNode loss = json.putArray("volumeLoss");
    summary.volumeLoss().forEach(loss::add);
    return json;
  }

  private static ArrayNode changes(Plan plan, FieldOrigins origins) {
    ArrayNode changes = NODES.arrayNode();
    for (WantedImage image : plan.changes().missingImages()) {
      changes
          .addObject()
          .put("id", Ids.ofImage(image))
          .put("action", Verb.PULL.word())
          .put("destructive", false);
    }
    for (String volume : plan.changes().missingVolumes().keySet()) {
      changes.addObject().put("id", "volume/" + volume).put("action", Verb.CREATE.word());
    }
    plan.changes().relabellings().forEach(each -> changes.add(ChangeJson.of(each)));
    plan.changes().foreignVolumes().forEach(each -> changes.add(ChangeJson.of(each, origins)));
    for (NetworkChange change : plan.changes().networks()) {
      changes.add(ChangeJson.of(change, plan.stack(), origins));
    }
    ToldPods pods = new ToldPods(plan.changes());
    for (PodChange change : pods.told()) {
      changes.add(ChangeJson.of(change, origins));
    }
    for (Change change : plan.changes().changes()) {
      if (!(change instanceof Change.Keep)) {
        changes.add(ChangeJson.of(change, pods, origins));
      }
    }
    for (Hazard hazard : plan.hazards()) {
      if (hazard instanceof Hazard.VolumeLoss loss) {
        changes.add(ChangeJson.of(loss));
      }
    }
    return changes;
  }

  private static ArrayNode drift(Plan plan) {
    ArrayNode drift = NODES.arrayNode();
    for (PodChange change : plan.changes().pods()) {
      if (change instanceof PodChange.OfCurrent ofCurrent) {
        String id = Ids.of(change.key());
        ofCurrent.difference().drift().forEach(each -> drift.add(drift(id, each)));
      }
    }
    for (Change change : plan.changes().changes()) {
      if (change instanceof Change.OfCurrent ofCurrent) {
        String id = Ids.of(change.key());
        ofCurrent.difference().drift().forEach(each -> drift.add(drift(id, each)));
      }
    }
    for (ReportedDrift each : plan.changes().reported()) {
      InstanceKey container = each.container();
      String id = container == null ? Ids.of(each.pod()) : Ids.of(container);
      drift.add(drift(id, each.drift()).put("reported", true));
    }
    return drift;
  }

  private static ArrayNode hooks(List<HostHook> hooks) {
    ArrayNode json = NODES.arrayNode();
    for (HostHook hook : hooks) {
      ObjectNode each = json.addObject().put("id", Ids.of(new Action.RunHook(hook)));
      ArrayNode command = each.putArray("command");
      hook.command().forEach(command::add);
      each.put("timeout", hook.timeout().toMillis());
    }
    return json;
  }

  private static ObjectNode drift(String id, Drift drift) {
    ObjectNode json = NODES.objectNode();
    json.put("id", id);
    json.put("path", ChangeJson.pointer(drift.field(), drift.path()));
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

  private static ArrayNode images(List<WantedImage> images) {
    ArrayNode array = NODES.arrayNode();
    for (WantedImage image : images) {
      array
          .addObject()
          .put("reference", image.reference().toString())
          .put("digest", image.digest().value())
          .put("manifest", image.manifest().value())
          .put("id", image.id().value())
          .put("size", image.size())
          .put("stored", image.presence() == WantedImage.Presence.STORED)
          .put("locked", image.pin() == WantedImage.Pin.LOCKED);
    }
    return array;
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
    putUnlessZero(json, "pulledImages", summary.images().pulled());
    putUnlessZero(json, "newVolumes", summary.newVolumes());
    putUnlessZero(json, "relabelledVolumes", summary.relabelledVolumes());
    putUnlessZero(json, "adoptedVolumes", summary.adoptedVolumes());
    putUnlessZero(json, "newNetworks", summary.networks().made());
    putUnlessZero(json, "adoptedNetworks", summary.networks().adopted());
    putUnlessZero(json, "changedNetworks", summary.networks().changed());
    putUnlessZero(json, "replacedNetworks", summary.networks().replaced());
    putUnlessZero(json, "removedNetworks", summary.networks().removed());
    return json;
  }

  private static void putUnlessZero(ObjectNode json, String name, int count) {
    if (count > 0) {
      json.put(name, count);
    }
  }
}
