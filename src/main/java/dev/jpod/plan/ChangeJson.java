package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldKind;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.ForeignVolume;
import dev.jpod.diff.HostNames;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.Obstacle;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.model.Instance.Sensitivity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One change of a plan, as {@link PlanJson} lists it. */
final class ChangeJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ChangeJson() {}

  static ObjectNode of(Change change, ToldPods pods, FieldOrigins origins) {
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

  static ObjectNode of(PodChange change, FieldOrigins origins) {
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

  static ObjectNode of(NetworkChange change, String stack, FieldOrigins origins) {
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

  static ObjectNode of(Relabelling relabelling) {
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

  static ObjectNode of(ForeignVolume volume, FieldOrigins origins) {
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

  /** The removal of a volume with its data. */
  static ObjectNode of(Hazard.VolumeLoss loss) {
    ObjectNode json = NODES.objectNode();
    json.put("id", "volume/" + loss.name());
    json.put("action", Verb.REMOVE.word());
    json.put("destructive", true);
    return json;
  }

  /** The path as a JSON pointer (RFC 6901): {@code /env/DB_PASSWORD}, {@code /mounts/~1data}. */
  static String pointer(FieldKind field, String path) {
    String fixed = field.path();
    String entry = path.substring(fixed.length());
    return "/" + fixed.replace('.', '/') + entry.replace("~", "~0").replace("/", "~1");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
