package dev.jpod.plan;

import dev.jpod.diff.AppliedPods;
import dev.jpod.diff.Desired;
import dev.jpod.diff.FieldTable;
import dev.jpod.diff.FixedResolution;
import dev.jpod.diff.PodFieldTable;
import dev.jpod.model.Digest;
import dev.jpod.model.Endpoint;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.IpRange;
import dev.jpod.model.Limit;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ContainerStatus.Reason;
import dev.jpod.observed.Health;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.HostNetworking;
import dev.jpod.observed.HostNetworking.Route;
import dev.jpod.observed.Listener;
import dev.jpod.observed.MissingProgram;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.ObservedVolume;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.RangePool;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.observed.UnkeptLimits.DeviceAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A host as {@code observed.json} tells it: everything that was applied runs, except for what is
 * told otherwise.
 *
 * <pre>
 * {"volumes": ["shop_data",            all volumes; those of before.yaml when left out
 *              {"name": "shop_logs", "stack": "other"}],       nobody's without a stack
 *  "gone": ["web[1]"],                  instances without a container
 *  "containers": [
 *    {"instance": "web[0]",             no instance and a name: a container of nobody
 *     "stack": "other",                 another stack's
 *     "unowned": true,                  its record does not say for which instance it was made
 *     "status": "exited 1",             created, running, running unmonitored, paused, restarting,
 *                                       exited CODE [stopped|out-of-memory|start-failed],
 *                                       lost reboot, lost process, incomplete, removing
 *     "generation": 2, "restarts": 3, "wanted": "stopped",
 *     "applied": {"env.A": "1"},        instead of, or on top of, what before.yaml says
 *     "live": {"resources.pids": "7"},
 *     "pod": 2,                        the generation of the pod it is in; 0 for none
 *     "health": "starting"}],          healthy, unhealthy
 *  "podsGone": ["web[1]"],
 *  "pods": [
 *    {"pod": "web[0]", "stack": "other", "generation": 2, "live": {},
 *     "unowned": true,                   as with a container
 *     "status": "up rules links",        incomplete, removing, down reboot|stopped|never-raised
 *     "ports": [80], "endpoints": ["10.0.0.2@net"],      on top of what before.yaml says
 *     "takesOverFrom": 1, "stage": "standby"}],           a generation; or serving
 *  "networks": [{"name": "shop_back", "stack": "other", "subnets": ["10.0.0.0/24"],
 *                "parent": "eth1"}],    a macvlan where there is one
 *  "networksGone": ["shop_back"],
 *  "listeners": [{"port": 80, "address": "0.0.0.0", "holder": "nginx (process 812)"}],
 *  "routes": {"10.0.0.0/8": "eth0"},    what the host reaches by which interface; it has eth0
 *  "missing": {"web[0]": "ip"},         a program that is missing for the networks of a pod
 *  "checkedImages": ["localhost/db:1"]} those that bring a health check
 * </pre>
 */
record ObservedCase(JsonNode json, @Nullable Desired applied) {
  private static final List<RangePool> POOLS =
      List.of(
          new RangePool(IpRange.of("10.89.0.0/24"), 42752),
          new RangePool(IpRange.of("fd00:0:6a70::/64"), 65536));
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  ObservedHost host() {
    Map<String, Instance> before = new LinkedHashMap<>();
    if (applied != null) {
      applied.instances().forEach(instance -> before.put(instance.key().display(), instance));
    }
    Set<String> told = new HashSet<>(texts(json.path("gone")));
    List<ObservedContainer> containers = new ArrayList<>();
    for (JsonNode container : json.path("containers")) {
      String instance = container.path("instance").stringValue("");
      if (!container.has("stack")) {
        told.add(instance);
      }
      containers.add(container(container, before.get(instance)));
    }
    before.forEach(
        (name, instance) -> {
          if (!told.contains(name)) {
            containers.add(running(instance));
          }
        });
    return new ObservedHost(containers, volumes(), pods(), networks(), answers());
  }

  private List<ObservedPod> pods() {
    Map<String, PodInstance> before = new LinkedHashMap<>();
    if (applied != null) {
      applied.pods().forEach(pod -> before.put(pod.key().display(), pod));
    }
    Set<String> told = new HashSet<>(texts(json.path("podsGone")));
    List<ObservedPod> pods = new ArrayList<>();
    for (JsonNode pod : json.path("pods")) {
      String name = pod.path("pod").stringValue();
      String stack = pod.path("stack").stringValue("shop");
      if (!pod.has("stack")) {
        told.add(name);
      }
      pods.add(pod(pod, stack, name, pod.has("stack") ? null : before.get(name)));
    }
    before.forEach(
        (name, pod) -> {
          if (!told.contains(name)) {
            pods.add(AppliedPods.of(pod, 1, new PodStatus.Up(Set.of())));
          }
        });
    return pods;
  }

  private static ObservedPod pod(
      JsonNode json, String stack, String name, @Nullable PodInstance before) {
    PodKey key = key(stack, name).podKey();
    int generation = json.path("generation").intValue(1);
    SortedMap<String, String> applied =
        before == null ? new TreeMap<>() : PodFieldTable.fieldsOf(before);
    SortedMap<String, String> live = new TreeMap<>();
    json.path("live")
        .properties()
        .forEach(field -> live.put(field.getKey(), field.getValue().stringValue()));
    List<Endpoint> endpoints =
        new ArrayList<>(before == null ? List.of() : AppliedPods.endpoints(before));
    for (String place : texts(json.path("endpoints"))) {
      int at = place.indexOf('@');
      endpoints.add(
          new Endpoint(
              place.substring(at + 1),
              "eth0",
              "jp0v1",
              List.of(place.substring(0, at)),
              "02:00:00:00:00:01",
              List.of()));
    }
    List<PortMapping> ports = new ArrayList<>(before == null ? List.of() : before.pod().ports());
    json.path("ports")
        .forEach(port -> ports.add(new PortMapping("", port.intValue(), 80, 1, Protocol.TCP)));
    return new ObservedPod(
        AppliedPods.id(key, generation),
        key.podName(),
        json.path("unowned").booleanValue(false) ? null : key,
        generation,
        applied,
        live,
        podStatus(json.path("status").stringValue("up")),
        endpoints,
        ports,
        SINCE,
        takeover(json, key));
  }

  private static @Nullable Takeover takeover(JsonNode json, PodKey key) {
    return json.has("takesOverFrom")
        ? new Takeover(
            AppliedPods.id(key, json.path("takesOverFrom").intValue()),
            Stage.valueOf(constant(json.path("stage").stringValue("standby"))))
        : null;
  }

  private static PodStatus podStatus(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[0]) {
      case "incomplete" -> new PodStatus.Incomplete();
      case "removing" -> new PodStatus.Removing();
      case "down" -> new PodStatus.Down(PodStatus.Reason.valueOf(constant(words[1])));
      case "up" -> {
        Set<PodStatus.Defect> defects = new HashSet<>();
        for (int i = 1; i < words.length; i++) {
          defects.add(PodStatus.Defect.valueOf(constant(words[i])));
        }
        yield new PodStatus.Up(defects);
      }
      default -> throw new IllegalArgumentException("no status is called " + text);
    };
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private SortedMap<String, ObservedNetwork> networks() {
    SortedMap<String, ObservedNetwork> networks = new TreeMap<>();
    if (applied != null) {
      networks.putAll(AppliedPods.networksOf(applied));
    }
    for (JsonNode network : json.path("networks")) {
      String name = network.path("name").stringValue();
      Map<String, String> options = new TreeMap<>();
      if (network.has("parent")) {
        options.put("parent", network.path("parent").stringValue());
      }
      NetworkSpec spec =
          new NetworkSpec(
              options.isEmpty() ? "bridge" : "macvlan",
              List.of(),
              false,
              false,
              false,
              true,
              false,
              0,
              Map.of(),
              options);
      List<Subnet> subnets = new ArrayList<>();
      texts(network.path("subnets")).forEach(cidr -> subnets.add(new Subnet(cidr, null)));
      String owner = network.has("stack") ? network.path("stack").stringValue() : null;
      networks.put(name, new ObservedNetwork(name, owner, spec, subnets));
    }
    for (String gone : texts(json.path("networksGone"))) {
      networks.remove(gone);
    }
    return networks;
  }

  private HostAnswers answers() {
    List<Route> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> route : json.path("routes").properties()) {
      routes.add(new Route(IpRange.of(route.getKey()), route.getValue().stringValue()));
    }
    Map<PodKey, MissingProgram> missing = new HashMap<>();
    for (Map.Entry<String, JsonNode> program : json.path("missing").properties()) {
      String name = program.getValue().stringValue();
      missing.put(
          key("shop", program.getKey()).podKey(),
          new MissingProgram(
              "networks",
              "the program '" + name + "' is not installed",
              "on Debian: apt-get install " + name));
    }
    HostNetworking networking = new HostNetworking(routes, Set.of("lo", "eth0"), POOLS);
    return new HostAnswers(listeners(), networking, missing, imageChecks(), unkept());
  }

  private UnkeptLimits unkept() {
    Map<Limit, UnkeptLimits.Cause> causes = new EnumMap<>(Limit.class);
    for (Map.Entry<String, JsonNode> limit : json.path("unkeptLimits").properties()) {
      causes.put(
          Limit.valueOf(limit.getKey()),
          new UnkeptLimits.Cause(limit.getValue().stringValue(), "delegate that controller"));
    }
    boolean ignored = json.path("limitsIgnored").asBoolean(false);
    return new UnkeptLimits(
        ignored ? UnkeptLimits.Handling.IGNORE : UnkeptLimits.Handling.REFUSE,
        causes,
        json.path("devicesOpen").asBoolean(false) ? DeviceAccess.OPEN : DeviceAccess.RESTRICTED);
  }

  private Map<Digest, HealthCheck> imageChecks() {
    Map<Digest, HealthCheck> checks = new HashMap<>();
    for (String image : texts(json.path("checkedImages"))) {
      checks.put(
          Digest.sha256(FixedResolution.hash(image)),
          new HealthCheck(
              new HealthCheck.Probe.Command(List.of("check")),
              HealthCheck.DEFAULT_INTERVAL,
              HealthCheck.DEFAULT_TIMEOUT,
              HealthCheck.DEFAULT_RETRIES,
              Duration.ZERO,
              HealthCheck.DEFAULT_START_INTERVAL,
              HealthCheck.OnFailure.NONE));
    }
    return checks;
  }

  private List<Listener> listeners() {
    List<Listener> listeners = new ArrayList<>();
    for (JsonNode listener : json.path("listeners")) {
      listeners.add(
          new Listener(
              listener.path("address").stringValue("0.0.0.0"),
              listener.path("port").intValue(),
              Protocol.TCP,
              listener.path("holder").stringValue()));
    }
    return listeners;
  }

  private SortedMap<String, ObservedVolume> volumes() {
    SortedMap<String, ObservedVolume> volumes = new TreeMap<>();
    if (json.has("volumes") || applied == null) {
      for (JsonNode volume : json.path("volumes")) {
        String owner = volume.isString() ? "shop" : volume.path("stack").stringValue(null);
        volumes.put(
            volume.isString() ? volume.stringValue() : volume.path("name").stringValue(),
            new ObservedVolume(owner, Map.of()));
      }
    } else {
      applied
          .volumes()
          .forEach((name, spec) -> volumes.put(name, new ObservedVolume("shop", spec.labels())));
    }
    return volumes;
  }

  private static ObservedContainer running(Instance instance) {
    return observed(
        instance.key(),
        instance.key().containerName(),
        1,
        FieldTable.fieldsOf(instance),
        new TreeMap<>(),
        status("running"),
        0,
        Wanted.RUNNING,
        1,
        null);
  }

  private static ObservedContainer container(JsonNode json, @Nullable Instance before) {
    boolean foreign = json.has("stack");
    InstanceKey owner =
        json.has("instance")
            ? key(json.path("stack").stringValue("shop"), json.path("instance").stringValue())
            : null;
    SortedMap<String, String> applied =
        before == null || foreign ? new TreeMap<>() : FieldTable.fieldsOf(before);
    json.path("applied")
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                applied.remove(field.getKey());
              } else {
                applied.put(field.getKey(), field.getValue().stringValue());
              }
            });
    SortedMap<String, String> live = new TreeMap<>();
    json.path("live")
        .properties()
        .forEach(field -> live.put(field.getKey(), field.getValue().stringValue()));
    String name = owner == null ? json.path("name").stringValue() : owner.containerName();
    ObservedContainer found =
        observed(
            owner,
            name,
            json.path("generation").intValue(1),
            applied,
            live,
            status(json.path("status").stringValue("running")),
            json.path("restarts").intValue(0),
            Wanted.valueOf(json.path("wanted").stringValue("running").toUpperCase(Locale.ROOT)),
            json.path("pod").intValue(1),
            json.has("health")
                ? Health.valueOf(constant(json.path("health").stringValue()))
                : null);
    return json.path("unowned").booleanValue(false) ? withoutOwner(found) : found;
  }

  private static ObservedContainer withoutOwner(ObservedContainer of) {
    return new ObservedContainer(
        of.id(),
        of.name(),
        null,
        of.pod(),
        of.generation(),
        of.applied(),
        of.live(),
        of.status(),
        of.image(),
        of.imageName(),
        of.created(),
        of.restarts(),
        of.wanted(),
        of.health());
  }

  private static ObservedContainer observed(
      @Nullable InstanceKey owner,
      String name,
      int generation,
      SortedMap<String, String> applied,
      SortedMap<String, String> live,
      ContainerStatus status,
      int restarts,
      Wanted wanted,
      int podGeneration,
      @Nullable Health health) {
    String image = applied.getOrDefault("image", "sha256:" + FixedResolution.hash(name));
    return new ObservedContainer(
        FixedResolution.hash(name + "#" + generation),
        name,
        owner,
        owner == null || podGeneration == 0 ? null : AppliedPods.id(owner.podKey(), podGeneration),
        generation,
        applied,
        live,
        status,
        new Digest(image),
        applied.getOrDefault("imageName", "localhost/unknown:1"),
        SINCE,
        restarts,
        wanted,
        health);
  }

  /** Reads {@code web[0]} and {@code web[0].nginx}. */
  private static InstanceKey key(String stack, String display) {
    int open = display.indexOf('[');
    int close = display.indexOf(']');
    String pod = display.substring(0, open);
    int replica = Integer.parseInt(display.substring(open + 1, close));
    String container = close + 1 == display.length() ? pod : display.substring(close + 2);
    return new InstanceKey(stack, pod, replica, container);
  }

  private static ContainerStatus status(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[0]) {
      case "created" -> new ContainerStatus.Created();
      case "incomplete" -> new ContainerStatus.Incomplete();
      case "removing" -> new ContainerStatus.Removing();
      case "running" -> new ContainerStatus.Running(4711, SINCE, monitor(words));
      case "paused" -> new ContainerStatus.Paused(4711, SINCE, monitor(words));
      case "restarting" -> new ContainerStatus.Restarting(1, null);
      case "lost" ->
          new ContainerStatus.Lost(
              words[1].equals("process")
                  ? Reason.PROCESS_GONE
                  : Reason.valueOf(constant(words[1])));
      case "exited" ->
          new ContainerStatus.Exited(
              Integer.parseInt(words[1]),
              SINCE,
              words.length < 3
                  ? Cause.BY_ITSELF
                  : Cause.valueOf(words[2].toUpperCase(Locale.ROOT).replace('-', '_')));
      default -> throw new IllegalArgumentException("no status is called " + text);
    };
  }

  private static Monitor monitor(String[] words) {
    if (words.length == 1) {
      return Monitor.ALIVE;
    }
    return switch (words[1]) {
      case "unmonitored" -> Monitor.GONE;
      case "stopping" -> Monitor.STOPPING;
      default -> throw new IllegalArgumentException("no monitor is called " + words[1]);
    };
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.stringValue()));
    return texts;
  }
}
