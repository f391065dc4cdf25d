package dev.jpod.cli;

import dev.jpod.engine.PodHoldings;
import dev.jpod.engine.PodHoldings.HeldNamespace;
import dev.jpod.engine.PodHoldings.Infra;
import dev.jpod.engine.PodHoldings.InfraState;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdRangeText;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.PodStatus.Defect;
import dev.jpod.observed.Takeover;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/** Pods for programs. Fields may be added; those that are here keep name and meaning. */
final class PodJson {
  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  id          64 hexadecimal digits",
          "  name        unique on the host; the start of the id if it has no record",
          "  stack       with pod and replica: its place; absent if it has none",
          "  generation  counts the pods made for the same place, from 1",
          "  status      Incomplete, Removing, Created, Running, Paused, Degraded, Exited, Stopped",
          "  state       of its own part: incomplete, removing, down, up, degraded",
          "  defects     what is missing of it: infra, namespaces, links, rules, names",
          "  infra       an object of state (none: nothing needs one; down: the pod is; running;"
              + " gone) and pid, which is null unless it runs",
          "  health      the worst of its containers, as 'jpod ps' has it; absent when none is"
              + " checked",
          "  created     a time as in RFC 3339",
          "  networks    an array of network, interface, hostInterface, mac, addresses and names",
          "  role        of two of the same name, while one takes the place of the other: standby"
              + " of the new one until then, replaced of the old one afterwards; absent of the one"
              + " that serves",
          "  takeover    of a pod that was made to take the place of another one: from, its id,"
              + " and stage (standby, serving); absent if it was not. Of the two, only the one that"
              + " serves has ports and names",
          "  ports       an array of hostIP (absent for all), hostPort, containerPort, count and"
              + " protocol",
          "  containers  an array of the fields of 'jpod ps'");

  /** What a program may rely on beside these, of a pod that is inspected. */
  static final List<String> MORE_FIELDS =
      List.of(
          "  hostname    what its containers are called",
          "  namespaces  an array of those that its containers join: kind; path, where it is"
              + " pinned; inode, such as net:[4026531840], null while it is not there",
          "  userNamespace  of a pod with users and groups of its own: path and inode, and uids and"
              + " gids, arrays of INSIDE:OUTSIDE:COUNT",
          "  cgroup      that of all its containers, in every hierarchy; null while there is none",
          "  folder      with runFolder: where its files are",
          "  applied     what the last apply gave it, defaults left out",
          "  live        what the kernel says of its limits, empty where they are at the default,"
              + " and the networks that it was attached to or taken out of since");

  private PodJson() {}

  /** An array of pods as {@code pod ls} shows them. */
  static void list(Output out, List<PodView> pods, PodHoldings holdings) {
    JsonOutput.array(out, pods, (json, view) -> summary(json, view, holdings));
  }

  /** An array of pods with all that is known of them. */
  static void full(Output out, List<PodView> pods, Wiring wiring) {
    PodRecords records = new PodRecords(wiring.layout());
    PodHoldings holdings = new PodHoldings(wiring.layout());
    JsonOutput.array(
        out,
        pods,
        (json, view) -> {
          summary(json, view, holdings);
          String id = view.pod().id();
          PodRecord record = records.find(id);
          if (record != null) {
            json.writeStringProperty("hostname", record.hostname());
            IdMappings ids = record.ids();
            if (ids != null) {
              userNamespace(json, ids, holdings.userNamespace(id));
            }
          }
          namespaces(json, holdings.namespaces(id));
          json.writeStringProperty("cgroup", holdings.cgroup(id));
          json.writeStringProperty("folder", wiring.layout().pod(id).toString());
          json.writeStringProperty("runFolder", wiring.layout().podRun(id).toString());
          texts(json, "applied", view.pod().applied());
          texts(json, "live", view.pod().live());
        });
  }

  private static void userNamespace(
      JsonGenerator json, IdMappings ids, PodHoldings.UserNamespace held) {
    json.writeName("userNamespace").writeStartObject();
    json.writeStringProperty("path", held.path().toString());
    json.writeStringProperty("inode", held.identity());
    texts(json, "uids", IdRangeText.of(ids.users()));
    texts(json, "gids", IdRangeText.of(ids.groups()));
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeName(name).writeStartArray();
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void namespaces(JsonGenerator json, List<HeldNamespace> namespaces) {
    json.writeName("namespaces").writeStartArray();
    for (HeldNamespace namespace : namespaces) {
      json.writeStartObject();
      json.writeStringProperty("kind", word(namespace.kind()));
      json.writeStringProperty("path", namespace.path().toString());
      json.writeStringProperty("inode", namespace.identity());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void summary(JsonGenerator json, PodView view, PodHoldings holdings) {
    ObservedPod pod = view.pod();
    json.writeStringProperty("id", pod.id());
    json.writeStringProperty("name", pod.name());
    PodKey owner = pod.owner();
    if (owner != null) {
      json.writeStringProperty("stack", owner.stack());
      json.writeStringProperty("pod", owner.pod());
      json.writeNumberProperty("replica", owner.replica());
    }
    json.writeNumberProperty("generation", pod.generation());
    json.writeStringProperty("status", view.state());
    json.writeStringProperty("state", pod.status().word());
    json.writeName("defects").writeStartArray();
    if (pod.status() instanceof PodStatus.Up up) {
      for (Defect defect : new TreeSet<>(up.defects())) {
        json.writeString(word(defect));
      }
    }
    json.writeEndArray();
    infra(json, holdings.infra(pod));
    String health = HealthText.worst(view.containers());
    if (health != null) {
      json.writeStringProperty("health", health);
    }
    json.writeStringProperty("created", pod.created().toString());
    String role = view.role().word();
    if (role != null) {
      json.writeStringProperty("role", role);
    }
    Takeover takeover = pod.takeover();
    if (takeover != null) {
      json.writeName("takeover").writeStartObject();
      json.writeStringProperty("from", takeover.from());
      json.writeStringProperty("stage", word(takeover.stage()));
      json.writeEndObject();
    }
    EndpointJson.networks(json, pod.endpoints());
    EndpointJson.ports(json, pod.ports());
    json.writeName("containers").writeStartArray();
    view.containers()
        .forEach(
            container -> {
              json.writeStartObject();
              ContainerJson.summary(json, container, view.role());
              json.writeEndObject();
            });
    json.writeEndArray();
  }

  private static void infra(JsonGenerator json, Infra infra) {
    json.writeName("infra").writeStartObject();
    json.writeStringProperty("state", word(infra.state()));
    if (infra.state() == InfraState.RUNNING) {
      json.writeNumberProperty("pid", infra.pid());
    } else {
      json.writeNullProperty("pid");
    }
    json.writeEndObject();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts) {
    json.writeName(name).writeStartObject();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringProperty(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }
}
