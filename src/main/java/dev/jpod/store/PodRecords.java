package dev.jpod.store;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdRangeText;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.Serving;
import dev.jpod.observed.Takeover;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The records of a store's pods, one {@code record.json} in each pod's folder. */
public final class PodRecords {
  private static final String FILE = "record.json";

  private final StoreLayout layout;

  public PodRecords(StoreLayout layout) {
    this.layout = layout;
  }

  /** The ids of all pods, records or not: a folder without a record is what a crash left. */
  public List<String> ids() {
    return RecordFolders.ids(layout.pods());
  }

  /** All records; pods without one are left out. */
  public List<PodRecord> all() {
    List<PodRecord> records = new ArrayList<>();
    for (String id : ids()) {
      PodRecord record = find(id);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /**
   * The record of a pod, or null when there is none. What a power cut left of a first record counts
   * as none.
   *
   * @throws JpodException for any other record that cannot be read
   */
  public @Nullable PodRecord find(String id) {
    Path file = file(id);
    byte[] text = StateDocument.text(file);
    return text == null || UnfinishedRecord.isTorn(text)
        ? null
        : read(StateDocument.parse(file, text));
  }

  /** Who serves among the pods of these records; they are all that there are. */
  public static Serving serving(List<PodRecord> all) {
    List<Serving.Contender> contenders = new ArrayList<>();
    for (PodRecord pod : all) {
      if (pod.phase() == Phase.READY) {
        contenders.add(
            new Serving.Contender(pod.id(), pod.owner(), pod.generation(), pod.takeover()));
      }
    }
    return Serving.among(contenders);
  }

  /** Whether the folder of a pod without a record holds anything. */
  public boolean hasRemains(String id) {
    return RecordFolders.hasContent(layout.pod(id));
  }

  /**
   * The record of a pod.
   *
   * @throws JpodException of kind NOT_FOUND when there is no such pod
   */
  public PodRecord require(String id) {
    PodRecord record = RecordFolders.isId(id) ? find(id) : null;
    if (record == null) {
      throw JpodException.notFound("there is no pod '" + id + "'", "'jpod pod ls' lists the pods");
    }
    return record;
  }

  /** Keeps the first record of a pod, without waiting for the disk. */
  public void begin(PodRecord record) {
    StateDocument.writeSoon(file(record.id()), write(record));
  }

  /** Keeps a record, in place of an older one. Atomic and durable. */
  public void save(PodRecord record) {
    StateDocument.write(file(record.id()), write(record));
  }

  private Path file(String id) {
    return layout.pod(id).resolve(FILE);
  }

  private static ObjectNode write(PodRecord record) {
    ObjectNode json = StateDocument.blank();
    json.put("id", record.id()).put("name", record.name());
    PodKey owner = record.owner();
    if (owner != null) {
      json.putObject("owner")
          .put("stack", owner.stack())
          .put("pod", owner.pod())
          .put("replica", owner.replica());
    }
    json.put("generation", record.generation()).put("phase", record.phase().name());
    json.put("created", record.created().toString());
    json.putObject("runtime")
        .put("name", record.runtime().name())
        .put("path", record.runtime().path());
    ArrayNode held = json.putArray("held");
    record.held().stream().sorted().forEach(namespace -> held.add(namespace.name()));
    json.put("hostname", record.hostname());
    ArrayNode endpoints = json.putArray("endpoints");
    for (Endpoint endpoint : record.endpoints()) {
      ObjectNode object = endpoints.addObject();
      object.put("network", endpoint.network()).put("interface", endpoint.interfaceName());
      object.put("hostInterface", endpoint.hostInterface()).put("mac", endpoint.mac());
      StateDocument.put(object, "addresses", endpoint.addresses());
      StateDocument.put(object, "names", endpoint.names());
    }
    ArrayNode ports = json.putArray("ports");
    for (PortMapping port : record.ports()) {
      ports
          .addObject()
          .put("hostAddress", port.hostAddress())
          .put("hostPort", port.hostPort())
          .put("containerPort", port.containerPort())
          .put("count", port.count())
          .put("protocol", port.protocol().name());
    }
    StateDocument.put(json, "dnsServers", record.dnsServers());
    IdMappings ids = record.ids();
    if (ids != null) {
      ObjectNode object = json.putObject("ids");
      StateDocument.put(object, "users", IdRangeText.of(ids.users()));
      StateDocument.put(object, "groups", IdRangeText.of(ids.groups()));
    }
    Takeover takeover = record.takeover();
    if (takeover != null) {
      json.putObject("takeover").put("from", takeover.from()).put("stage", takeover.stage().name());
    }
    StateDocument.put(json, "applied", record.applied());
    return json;
  }

  private static PodRecord read(StateDocument json) {
    StateDocument owner = json.optionalObject("owner");
    StateDocument runtime = json.object("runtime");
    try {
      return new PodRecord(
          json.text("id"),
          json.text("name"),
          owner == null
              ? null
              : new PodKey(owner.text("stack"), owner.text("pod"), owner.smallNumber("replica")),
          json.smallNumber("generation"),
          json.word("phase", Phase.class),
          json.time("created"),
          new TreeMap<>(json.texts("applied")),
          new OciRuntime(runtime.text("name"), runtime.text("path")),
          held(json.list("held")),
          json.text("hostname"),
          endpoints(json),
          ports(json),
          json.list("dnsServers"),
          ids(json.optionalObject("ids")),
          takeover(json.optionalObject("takeover")));
    } catch (IllegalArgumentException e) {
      throw json.corrupt(String.valueOf(e.getMessage()));
    }
  }

  /** Most pods have none, and no record of earlier versions has. */
  private static @Nullable IdMappings ids(@Nullable StateDocument json) {
    return json == null
        ? null
        : new IdMappings(
            IdRangeText.parse(json.list("users")), IdRangeText.parse(json.list("groups")));
  }

  /** Records of earlier versions have none. */
  private static @Nullable Takeover takeover(@Nullable StateDocument json) {
    return json == null
        ? null
        : new Takeover(json.text("from"), json.word("stage", Takeover.Stage.class));
  }

  private static Set<Namespace> held(List<String> words) {
    Set<Namespace> held = EnumSet.noneOf(Namespace.class);
    words.forEach(word -> held.add(Namespace.valueOf(word)));
    return held;
  }

  private static List<Endpoint> endpoints(StateDocument json) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (StateDocument object : json.objects("endpoints")) {
      endpoints.add(
          new Endpoint(
              object.text("network"),
              object.text("interface"),
              object.text("hostInterface"),
              object.list("addresses"),
              object.text("mac"),
              object.list("names")));
    }
    return endpoints;
  }

  private static List<PortMapping> ports(StateDocument json) {
    List<PortMapping> ports = new ArrayList<>();
    for (StateDocument object : json.objects("ports")) {
      ports.add(
          new PortMapping(
              object.text("hostAddress"),
              object.smallNumber("hostPort"),
              object.smallNumber("containerPort"),
              object.smallNumber("count"),
              object.word("protocol", Protocol.class)));
    }
    return ports;
  }
}
