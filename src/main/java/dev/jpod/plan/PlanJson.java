package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Drift;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldKind;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.ForeignVolume;
import dev.jpod.diff.HostNames;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.Obstacle;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.diff.ReportedDrift;
import dev.jpod.diff.WantedImage;
import dev.jpod.model.HostHook;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.InstanceKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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
    plan.changes().relabellings().forEach(each -> changes.add(relabelling(each)));
    plan.changes().foreignVolumes().forEach(each -> changes.add(blocked(each, origins)));
    for (NetworkChange change : plan.changes().networks()) {
      changes.add(change(change, plan.stack(), origins));
    }
    ToldPods pods = new ToldPods(plan.changes());
    for (PodChange change : pods.told()) {
      changes.add(change(change, origins));
    }
    ArrayNode drift = NODES.arrayNode();
    for (PodChange change : plan.changes().pods()) {
      if (change instanceof PodChange.OfCurrent ofCurrent) {
        String id = Ids.of(change.key());
        ofCurrent.difference().drift().forEach(each -> drift.add(drift(id, each)));
      }
    }
    for (Change change : plan.changes().changes()) {
      if (!(change instanceof Change.Keep)) {
        changes.add(change(change, pods, origins));
      }
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
    for (Hazard hazard : plan.hazards()) {
      if (hazard instanceof Hazard.VolumeLoss loss) {
        removedVolume(changes.addObject(), loss);
      }
    }
    json.set("images", images(plan.changes().images()));
    json.set("drift", drift);
    if (!plan.hooks().isEmpty()) {
      ArrayNode hooks = json.putArray("hooks");
      for (HostHook hook : plan.hooks()) {
        ObjectNode each = hooks.addObject().put("id", Ids.of(new Action.RunHook(hook)));
        ArrayNode command = each.putArray("command");
        hook.command().forEach(command::add);
        each.put("timeout", hook.timeout().toMillis());
      }
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

  private static ObjectNode change(Change change, ToldPods pods, FieldOrigins origins) {
    ObjectNode json = NODES.objectNode();
    json.put("id", Ids.of(change.key()));
    json.put("name", change.key().containerName());
    json.put("action", Verb.of(change).word());
    if (change instanceof Change.Replace replace) {
      json.put("strategy", word(replace.choice().strategy()));
      if (!replace.choice().why().isEmpty()) {
        json.put("strategyReason", replace.choice().why());
      }
    }
    if (change instanceof Change.OfCurrent signalled && !signalled.signals().isEmpty()) {
      ArrayNode signals = json.putArray("signals");
      signalled.signals().forEach(signals::add);
    }
    put(json, pods.reasons(change));
    if (change instanceof Change.Blocked blocked) {
      put(json, blocked, origins);
    }
    if (change instanceof Change.OfCurrent ofCurrent) {
      put(json, pods.fields(ofCurrent), path -> origins.of(change.key(), path));
    }
    json.put("destructive", change instanceof Change.Replace || change instanceof Change.Remove);
    return json;
  }

  private static ObjectNode change(PodChange change, FieldOrigins origins) {
    ObjectNode json = NODES.objectNode();
    json.put("id", Ids.of(change.key()));
    json.put("name", change.key().podName());
    json.put("action", Verb.of(change).word());
    put(json, Reasons.of(change));
    if (change instanceof PodChange.Blocked blocked) {
      put(json, blocked, origins);
    }
    if (change instanceof PodChange.Protected kept) {
      put(json, kept, origins);
    }
    if (change instanceof PodChange.OfCurrent ofCurrent) {
      put(json, ofCurrent.difference().fields(), path -> origins.ofPod(change.key(), path));
    }
    json.put(
        "destructive", change instanceof PodChange.Replace || change instanceof PodChange.Remove);
    return json;
  }

  private static ObjectNode change(NetworkChange change, String stack, FieldOrigins origins) {
    ObjectNode json = NODES.objectNode();
    json.put("id", Ids.ofNetwork(stack, change.network()));
    json.put("name", change.network());
    json.put("action", Verb.of(change).word());
    put(json, Reasons.of(change));
    String path = "networks." + HostNames.inStackFile(stack, change.network()) + ".";
    switch (change) {
      case NetworkChange.Blocked blocked -> put(json, blocked, origins);
      case NetworkChange.Replace replace ->
          put(json, replace.fields(), field -> origins.ofStack(path + field));
      case NetworkChange.Revise revise ->
          put(json, revise.fields(), field -> origins.ofStack(path + field));
      case NetworkChange.Create _, NetworkChange.Remove _ -> {}
    }
    json.put(
        "destructive",
        change instanceof NetworkChange.Replace || change instanceof NetworkChange.Remove);
    return json;
  }

  private static void put(ObjectNode json, Reasons reasons) {
    ArrayNode codes = json.putArray("reasons");
    reasons.codes().forEach(codes::add);
    if (!reasons.text().isEmpty()) {
      json.put("message", reasons.text());
    }
  }

  private static void put(ObjectNode json, Obstacle obstacle, FieldOrigins origins) {
    json.put("hint", obstacle.hint());
    obstacle.place(origins).ifPresent(place -> json.put("origin", place));
  }

  private static void put(
      ObjectNode json, List<FieldChange> changes, Function<String, Optional<String>> origin) {
    ArrayNode fields = json.putArray("fields");
    for (FieldChange change : changes) {
      ObjectNode field = field(change);
      origin
          .apply(change.field().inStackFile(change.path()))
          .ifPresent(place -> field.put("origin", place));
      fields.add(field);
    }
  }

  private static ObjectNode relabelling(Relabelling relabelling) {
    ObjectNode json = NODES.objectNode();
    json.put("id", "volume/" + relabelling.volume());
    json.put("action", Verb.of(relabelling).word());
    if (relabelling.current().isAdopted()) {
      put(json, Reasons.ADOPTED);
    }
    ArrayNode fields = json.putArray("fields");
    relabelling.fields().forEach(label -> fields.add(field(label)));
    json.put("destructive", false);
    return json;
  }

  private static ObjectNode blocked(ForeignVolume volume, FieldOrigins origins) {
    ObjectNode json = NODES.objectNode();
    json.put("id", "volume/" + volume.volume());
    json.put("action", Verb.BLOCKED.word());
    put(json, new Reasons(List.of("blocked"), volume.reason()));
    put(json, volume, origins);
    json.put("destructive", false);
    return json;
  }

  private static ObjectNode field(FieldChange change) {
    ObjectNode json = NODES.objectNode();
    json.put("path", pointer(change.field(), change.path()));
    json.put("class", word(change.changeClass()));
    boolean secret = change.sensitivity() == Sensitivity.SECRET;
    json.put("sensitive", secret);
    if (!secret) {
      json.put("before", change.before());
      json.put("after", change.after());
    }
    return json;
  }

  private static ObjectNode drift(String id, Drift drift) {
    ObjectNode json = NODES.objectNode();
    json.put("id", id);
    json.put("path", pointer(drift.field(), drift.path()));
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

  /** The path as a JSON pointer (RFC 6901): {@code /env/DB_PASSWORD}, {@code /mounts/~1data}. */
  private static String pointer(FieldKind field, String path) {
    String fixed = field.path();
    String entry = path.substring(fixed.length());
    return "/" + fixed.replace('.', '/') + entry.replace("~", "~0").replace("/", "~1");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
