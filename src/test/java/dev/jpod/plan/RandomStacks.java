package dev.jpod.plan;

import dev.jpod.diff.AppliedPods;
import dev.jpod.diff.Desired;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.FieldTable;
import dev.jpod.diff.FixedResolution;
import dev.jpod.diff.HostNetworks;
import dev.jpod.diff.WantedImage;
import dev.jpod.diff.WantedImage.Presence;
import dev.jpod.model.Container;
import dev.jpod.model.Container.Role;
import dev.jpod.model.ContentSource;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.FileGrant;
import dev.jpod.model.GrantSource;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.ImageReference;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.OnChange;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PortMapping;
import dev.jpod.model.ProcessSpec;
import dev.jpod.model.Resources;
import dev.jpod.model.RevisionRules;
import dev.jpod.model.Security;
import dev.jpod.model.Stack;
import dev.jpod.model.Update;
import dev.jpod.model.Update.Order;
import dev.jpod.model.Update.Strategy;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.ObservedVolume;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.PodStatus.Defect;
import dev.jpod.observed.PodStatus.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stacks and hosts in every state, each the same for the same seed. */
final class RandomStacks {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<String> POD_NAMES = List.of("db", "cache", "app", "web", "cron");
  private static final @Nullable HealthCheck NO_HEALTH_CHECK = null;
  private static final List<Update> UPDATES =
      List.of(
          Update.DEFAULT,
          update(Strategy.START_FIRST, 1, Order.ASCENDING),
          update(Strategy.START_FIRST, 2, Order.DESCENDING),
          update(Strategy.STOP_FIRST, 2, Order.ASCENDING));

  private final Random random;
  private Deque<Integer> ports = new ArrayDeque<>();
  private Deque<String> addresses = new ArrayDeque<>();
  private Map<String, NetworkSpec> networks = Map.of();

  RandomStacks(long seed) {
    this.random = new Random(seed);
  }

  /** A stack that asks for at least one container, with everything looked up. */
  Desired desired() {
    Desired desired = expanded(stack());
    while (desired.instances().isEmpty()) {
      desired = expanded(stack());
    }
    return desired;
  }

  private Desired expanded(Stack stack) {
    Desired desired = Expansion.of(stack, new FixedResolution(stack, Map.of()));
    List<WantedImage> images = new ArrayList<>();
    for (WantedImage image : desired.images()) {
      images.add(random.nextInt(4) == 0 ? with(image, Presence.MISSING) : image);
    }
    return with(desired, images);
  }

  /** What is wanted, with every image in the store. */
  static Desired withAllImages(Desired desired) {
    return with(desired, desired.images().stream().map(RandomStacks::stored).toList());
  }

  static Desired with(Desired desired, List<WantedImage> images) {
    return new Desired(
        desired.stack(),
        desired.instances(),
        desired.pods(),
        desired.volumes(),
        desired.networks(),
        images);
  }

  static WantedImage stored(WantedImage image) {
    return with(image, Presence.STORED);
  }

  private static Update update(Strategy strategy, int parallel, Order order) {
    return new Update(strategy, parallel, order, Duration.ZERO, null);
  }

  private static WantedImage with(WantedImage image, Presence presence) {
    return new WantedImage(
        image.reference(),
        image.digest(),
        image.manifest(),
        image.id(),
        image.size(),
        presence,
        image.pin());
  }

  private Stack stack() {
    List<Pod> pods = new ArrayList<>();
    ports = shuffled(List.of(8080, 8081, 8082));
    addresses = shuffled(List.of("10.1.0.10", "10.1.0.11"));
    networks = networks();
    Map<String, DependencyCondition> earlier = new LinkedHashMap<>();
    for (String name : POD_NAMES) {
      if (random.nextInt(4) > 0) {
        Pod pod = pod(name, subset(earlier));
        pods.add(pod);
        boolean ends = pod.containers().getLast().lifecycle().restart().isCompletion(0);
        earlier.put(name, ends ? DependencyCondition.COMPLETED : DependencyCondition.STARTED);
      }
    }
    String content = "content " + random.nextInt(2);
    return new Stack(
        "shop",
        pods,
        networks,
        Map.of("data", new VolumeSpec(false, Map.of("tier", "t" + random.nextInt(2)))),
        Map.of("conf", new GrantSource(new ContentSource.Inline(content), reaction())),
        Map.of(),
        RevisionRules.DEFAULT,
        List.of());
  }

  private <T> Deque<T> shuffled(List<T> all) {
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return new ArrayDeque<>(shuffled);
  }

  private Map<String, NetworkSpec> networks() {
    Deque<String> ranges = shuffled(List.of("10.1.0.0/24", "10.1.1.0/24", "", ""));
    Map<String, NetworkSpec> all = new LinkedHashMap<>();
    for (String name : List.of("front", "back", "default")) {
      if (random.nextInt(3) > 0) {
        String range = ranges.remove();
        all.put(
            name,
            new NetworkSpec(
                "bridge",
                range.isEmpty() ? List.of() : List.of(new NetworkSpec.Subnet(range, null)),
                random.nextInt(6) == 0,
                false,
                random.nextInt(3) == 0,
                true,
                false,
                random.nextInt(4) == 0 ? 1400 : 0,
                Map.of("tier", "t" + random.nextInt(2)),
                Map.of()));
      }
    }
    return all;
  }

  private NetworkMode network(boolean mayHaveAddress) {
    List<Attachment> attachments = new ArrayList<>();
    for (String name : networks.keySet()) {
      if (random.nextInt(3) == 0) {
        boolean isFixed = mayHaveAddress && !addresses.isEmpty() && random.nextBoolean();
        attachments.add(
            new Attachment(
                name,
                random.nextBoolean() ? List.of() : List.of("alias"),
                isFixed ? addresses.remove() : null,
                null,
                null));
      }
    }
    if (!attachments.isEmpty()) {
      return new NetworkMode.Attached(attachments);
    }
    return random.nextInt(5) == 0 ? new NetworkMode.Host() : new NetworkMode.Default();
  }

  private List<PortMapping> ports(NetworkMode network) {
    return network instanceof NetworkMode.Host || ports.isEmpty() || random.nextBoolean()
        ? List.of()
        : List.of(new PortMapping("", ports.remove(), 80, 1, PortMapping.Protocol.TCP));
  }

  private Pod pod(String name, Map<String, DependencyCondition> dependsOn) {
    RestartPolicy restart =
        random.nextInt(4) == 0
            ? new RestartPolicy(RestartPolicy.When.NO, 0)
            : new RestartPolicy(RestartPolicy.When.ALWAYS, 0);
    int replicas = random.nextInt(4);
    NetworkMode network = network(replicas == 1);
    List<Container> containers = new ArrayList<>();
    Map<String, DependencyCondition> onInit = Map.of();
    if (random.nextInt(4) == 0) {
      RestartPolicy untilDone = new RestartPolicy(RestartPolicy.When.ON_FAILURE, 0);
      containers.add(container("init", Role.INIT, untilDone, Map.of()));
      containers.add(
          container("init2", Role.INIT, untilDone, Map.of("init", DependencyCondition.COMPLETED)));
      onInit = Map.of("init2", DependencyCondition.COMPLETED);
    }
    containers.add(container(name, Role.MAIN, restart, onInit));
    if (random.nextInt(3) == 0) {
      DependencyCondition condition =
          restart.isCompletion(0) ? DependencyCondition.COMPLETED : DependencyCondition.STARTED;
      Map<String, DependencyCondition> onMain = new LinkedHashMap<>(onInit);
      onMain.put(name, condition);
      containers.add(container("side", Role.MAIN, restart, onMain));
    }
    return new Pod(
        name,
        replicas,
        random.nextInt(4) == 0 ? Set.of() : Pod.DEFAULT_SHARE,
        random.nextInt(6) == 0 ? "host" + random.nextInt(2) : null,
        null,
        network,
        replicas == 1 ? ports(network) : List.of(),
        random.nextInt(4) == 0
            ? new Pod.Dns(List.of("10.0.0.53"), List.of(), List.of())
            : Pod.Dns.HOST,
        Map.of(),
        dependsOn,
        Resources.DEFAULT,
        UPDATES.get(random.nextInt(UPDATES.size())),
        null,
        Map.of("tier", "t" + random.nextInt(2)),
        Map.of(),
        containers);
  }

  private Container container(
      String name, Role role, RestartPolicy restart, Map<String, DependencyCondition> dependsOn) {
    Map<String, ProcessSpec.EnvValue> env =
        Map.of("A", new ProcessSpec.EnvValue.Literal("a" + random.nextInt(2)));
    Long memory = random.nextBoolean() ? null : (64L + random.nextInt(2)) << 20;
    return new Container(
        name,
        role,
        ImageReference.of("localhost/" + name + ":" + random.nextInt(2)),
        Container.PullPolicy.MISSING,
        new ProcessSpec(
            null, null, env, List.of(), null, null, List.of(), Map.of(), false, false, false),
        random.nextBoolean() ? List.of() : List.of(new Mount.Volume("data", "/data", List.of())),
        random.nextBoolean()
            ? List.of()
            : List.of(new FileGrant("conf", "/conf", 292, 0, 0, reaction())),
        List.of(),
        Security.DEFAULT,
        new Resources(memory, null, null, null, null, null, null, null, null, List.of()),
        new Lifecycle(restart, null, null, null),
        Container.Logging.DEFAULT,
        NO_HEALTH_CHECK,
        dependsOn,
        Map.of(),
        Map.of());
  }

  private OnChange reaction() {
    return switch (random.nextInt(8)) {
      case 0 -> new OnChange(OnChange.Reaction.NONE, "");
      case 1 -> new OnChange(OnChange.Reaction.REPLACE, "");
      case 2, 3 -> OnChange.signal("SIGHUP");
      default -> OnChange.RESTART;
    };
  }

  private Map<String, DependencyCondition> subset(Map<String, DependencyCondition> all) {
    Map<String, DependencyCondition> subset = new LinkedHashMap<>();
    all.forEach(
        (name, condition) -> {
          if (random.nextInt(3) == 0) {
            subset.put(name, condition);
          }
        });
    return subset;
  }

  /** A host on which the stack was applied once, and to which anything has happened since. */
  ObservedHost hostAfter(Desired applied) {
    List<ObservedContainer> containers = new ArrayList<>();
    for (Instance instance : applied.instances()) {
      int generations = generations();
      for (int generation = 1; generation <= generations; generation++) {
        int pod = random.nextInt(8) == 0 ? random.nextInt(3) : 1;
        containers.add(observed(instance, generation, pod, status()));
      }
    }
    List<ObservedPod> pods = new ArrayList<>();
    for (PodInstance pod : applied.pods()) {
      int generations = Math.min(generations(), holdsWhatIsOnlyOnce(pod) ? 1 : 2);
      for (int generation = 1; generation <= generations; generation++) {
        pods.add(AppliedPods.of(pod, generation, podStatus()));
      }
    }
    SortedMap<String, ObservedNetwork> made = AppliedPods.networksOf(applied);
    for (String name : List.copyOf(made.keySet())) {
      boolean inUse = pods.stream().anyMatch(pod -> HostNetworks.isIn(pod, name));
      if (!inUse && random.nextInt(4) == 0) {
        made.remove(name);
      }
    }
    return new ObservedHost(
        containers,
        random.nextBoolean() ? new TreeMap<>() : volumesOf(applied),
        pods,
        made,
        HostAnswers.NONE);
  }

  /** Whether the host would refuse a second generation of the pod beside the first. */
  private static boolean holdsWhatIsOnlyOnce(PodInstance instance) {
    return !instance.pod().ports().isEmpty()
        || HostNetworks.attachments(instance.pod()).stream()
            .anyMatch(attachment -> attachment.ipv4() != null);
  }

  private int generations() {
    return random.nextInt(8) == 0 ? 2 : random.nextInt(6) == 0 ? 0 : 1;
  }

  private PodStatus podStatus() {
    return switch (random.nextInt(12)) {
      case 0 -> new PodStatus.Incomplete();
      case 1 -> new PodStatus.Removing();
      case 2, 3 -> {
        Reason[] reasons = Reason.values();
        yield new PodStatus.Down(reasons[random.nextInt(reasons.length)]);
      }
      case 4, 5 -> {
        Set<Defect> defects = new HashSet<>();
        for (Defect defect : Defect.values()) {
          if (random.nextInt(3) == 0) {
            defects.add(defect);
          }
        }
        yield new PodStatus.Up(defects);
      }
      default -> new PodStatus.Up(Set.of());
    };
  }

  /** A host on which the stack runs as it was applied. */
  static ObservedHost hostRunning(Desired applied) {
    List<ObservedContainer> containers = new ArrayList<>();
    for (Instance instance : applied.instances()) {
      containers.add(
          observed(instance, 1, 1, new ContainerStatus.Running(1, SINCE, Monitor.ALIVE)));
    }
    return new ObservedHost(
        containers,
        volumesOf(applied),
        AppliedPods.of(applied),
        AppliedPods.networksOf(applied),
        HostAnswers.NONE);
  }

  private static SortedMap<String, ObservedVolume> volumesOf(Desired applied) {
    SortedMap<String, ObservedVolume> volumes = new TreeMap<>();
    applied
        .volumes()
        .forEach((name, spec) -> volumes.put(name, new ObservedVolume("shop", spec.labels())));
    return volumes;
  }

  private static ObservedContainer observed(
      Instance instance, int generation, int podGeneration, ContainerStatus status) {
    SortedMap<String, String> live = new TreeMap<>();
    return new ObservedContainer(
        FixedResolution.hash(instance.key() + "#" + generation),
        instance.key().containerName(),
        instance.key(),
        podGeneration == 0 ? null : AppliedPods.id(instance.key().podKey(), podGeneration),
        generation,
        FieldTable.fieldsOf(instance),
        live,
        status,
        instance.image(),
        instance.container().image().toString(),
        SINCE,
        0,
        Wanted.RUNNING,
        null);
  }

  /** The same host, of which some of what the stack made has lost its owner. */
  ObservedHost withoutSomeOwners(ObservedHost host) {
    List<ObservedContainer> containers = new ArrayList<>();
    for (ObservedContainer container : host.containers()) {
      containers.add(random.nextInt(3) == 0 ? of(null, container) : container);
    }
    List<ObservedPod> pods = new ArrayList<>();
    for (ObservedPod pod : host.pods()) {
      pods.add(random.nextInt(3) == 0 ? withoutOwner(pod) : pod);
    }
    SortedMap<String, ObservedNetwork> made = new TreeMap<>(host.networks());
    made.replaceAll(
        (name, network) ->
            random.nextInt(3) == 0
                ? new ObservedNetwork(name, null, network.asked(), network.subnets())
                : network);
    SortedMap<String, ObservedVolume> volumes = new TreeMap<>(host.volumes());
    volumes.replaceAll(
        (_, volume) -> random.nextInt(3) == 0 ? new ObservedVolume(null, volume.labels()) : volume);
    return new ObservedHost(containers, volumes, pods, made, host.answers());
  }

  /** A container by another owner. */
  static ObservedContainer of(@Nullable InstanceKey owner, ObservedContainer container) {
    return new ObservedContainer(
        container.id(),
        container.name(),
        owner,
        container.pod(),
        container.generation(),
        container.applied(),
        container.live(),
        container.status(),
        container.image(),
        container.imageName(),
        container.created(),
        container.restarts(),
        container.wanted(),
        container.health());
  }

  private static ObservedPod withoutOwner(ObservedPod pod) {
    return new ObservedPod(
        pod.id(),
        pod.name(),
        null,
        pod.generation(),
        pod.applied(),
        pod.live(),
        pod.status(),
        pod.endpoints(),
        pod.ports(),
        pod.created(),
        pod.takeover());
  }

  private ContainerStatus status() {
    Monitor monitor =
        switch (random.nextInt(8)) {
          case 0, 1 -> Monitor.GONE;
          case 2 -> Monitor.STOPPING;
          default -> Monitor.ALIVE;
        };
    return switch (random.nextInt(10)) {
      case 0 -> new ContainerStatus.Created();
      case 1 -> new ContainerStatus.Paused(1, SINCE, monitor);
      case 2 -> new ContainerStatus.Restarting(1, null);
      case 3 -> new ContainerStatus.Exited(random.nextInt(2), SINCE, cause());
      case 4 ->
          new ContainerStatus.Lost(
              random.nextBoolean()
                  ? ContainerStatus.Reason.REBOOT
                  : ContainerStatus.Reason.PROCESS_GONE);
      case 5 -> new ContainerStatus.Incomplete();
      case 6 -> new ContainerStatus.Removing();
      default -> new ContainerStatus.Running(1, SINCE, monitor);
    };
  }

  private Cause cause() {
    Cause[] causes = Cause.values();
    return causes[random.nextInt(causes.length)];
  }
}
