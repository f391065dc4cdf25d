package dev.jpod.engine;

import dev.jpod.model.Container.Role;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.Health;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.HostNetworking;
import dev.jpod.observed.HostQuestions;
import dev.jpod.observed.MissingProgram;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedVolume;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.StoreLayout;
import dev.jpod.store.VolumeRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine in memory that obeys the rules of the real one: illegal transitions are refused, what
 * should be idempotent is. The engine's contract tests hold it to that.
 */
public final class FakeEngine implements Engine, Containers, Volumes, Observer {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final StoreLayout layout;
  private final Consumer<String> calls;
  private final Map<String, Held> containers = new TreeMap<>();
  private final Map<String, VolumeRecord> volumes = new TreeMap<>();
  private final FakePods pods;
  private final FakeNetworks networks;
  private HostAnswers answers = HostAnswers.NONE;

  /**
   * @param calls hears every call that changes something, before it does, for example {@code start
   *     web[0]}; what it throws, the call throws
   */
  public FakeEngine(Path root, Consumer<String> calls) {
    this.layout = new StoreLayout(root.resolve("root"), root.resolve("run"));
    this.calls = calls;
    this.networks = new FakeNetworks(calls, name -> pods().hasPodIn(name));
    this.pods = new FakePods(calls, networks, this::hasContainersIn);
  }

  private record Held(ContainerRecord record, Instance instance, ContainerStatus status) {
    Held with(ContainerStatus next) {
      return new Held(record, instance, next);
    }
  }

  @Override
  public StoreLayout layout() {
    return layout;
  }

  @Override
  public Containers containers() {
    return this;
  }

  @Override
  public FakePods pods() {
    return pods;
  }

  @Override
  public FakeNetworks networks() {
    return networks;
  }

  /** Lets the host say this from now on, as far as it is asked. */
  public void says(HostAnswers said) {
    answers = said;
  }

  private synchronized boolean hasContainersIn(String pod) {
    for (Held held : containers.values()) {
      if (pod.equals(held.record().pod())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Volumes volumes() {
    return this;
  }

  @Override
  public NameClaims names() {
    return _ -> () -> {};
  }

  @Override
  public Observer observer() {
    return this;
  }

  @Override
  public Logs logs() {
    return (_, _, _) -> {};
  }

  @Override
  public Exec exec() {
    throw new AssertionError("the fake engine runs no programs");
  }

  /** Puts a container into another state, as if by someone else. */
  public synchronized void becomes(String id, ContainerStatus status) {
    containers.computeIfPresent(id, (_, held) -> held.with(status));
  }

  @Override
  public void expectEnds() {}

  @Override
  public synchronized ContainerRecord create(ContainerRequest request) {
    Instance instance = request.instance();
    String id = request.id();
    if (containers.containsKey(id)) {
      throw JpodException.failed("the container " + id + " exists", "");
    }
    ContainerRecord record = record(request, Phase.CREATING);
    containers.put(id, new Held(record, instance, new ContainerStatus.Incomplete()));
    calls.accept("create " + instance.key().display());
    containers.put(id, new Held(record.in(Phase.READY), instance, new ContainerStatus.Created()));
    return record.in(Phase.READY);
  }

  private static ContainerRecord record(ContainerRequest request, Phase phase) {
    Instance instance = request.instance();
    return new ContainerRecord(
        request.id(),
        instance.key().containerName(),
        instance.key(),
        request.pod(),
        "/jpod/" + request.id(),
        request.generation(),
        phase,
        instance.image(),
        instance.container().image().toString(),
        NOW,
        request.applied(),
        new OciRuntime(request.runtime(), "/usr/sbin/" + request.runtime()),
        "SIGTERM",
        Duration.ofSeconds(10),
        instance.container().lifecycle().restart(),
        instance.container().logging(),
        List.of(),
        List.of());
  }

  @Override
  public void start(String id, Gate gate) {
    ready(id);
    gate.await();
    startNow(id);
  }

  private synchronized void startNow(String id) {
    Held held = ready(id);
    calls.accept("start " + display(held));
    if (!held.status().isAlive()) {
      refuseSecondOfOneName(held);
      String pod = held.record().pod();
      if (pod != null && !pods.isRaised(pod)) {
        throw new AssertionError(display(held) + " would start before its pod is raised");
      }
      boolean isInit = held.instance().container().role() == Role.INIT;
      containers.put(id, held.with(isInit ? completed() : running()));
    }
  }

  private void refuseSecondOfOneName(Held starting) {
    for (Held other : containers.values()) {
      if (other.status().isAlive()
          && other.record().name().equals(starting.record().name())
          && !pods.standsBeside(starting.record().pod(), other.record().pod())) {
        throw new AssertionError(
            "two generations of " + starting.record().name() + " would run at once");
      }
    }
  }

  @Override
  public void vacate(String id) {
    stop(id, Requester.RECONCILER, null);
  }

  @Override
  public synchronized void stop(String id, Requester requester, @Nullable Duration timeout) {
    Held held = ready(id);
    calls.accept("stop " + display(held));
    if (held.status().isAlive()) {
      containers.put(
          id, held.with(new ContainerStatus.Exited(143, NOW, ContainerStatus.Cause.STOPPED)));
    }
  }

  @Override
  public synchronized void restart(String id, @Nullable Duration timeout) {
    stop(id, Requester.RECONCILER, timeout);
    start(id);
  }

  @Override
  public synchronized void kill(String id, String signal) {
    Held held = ready(id);
    if (!held.status().isAlive()) {
      throw JpodException.refused(display(held) + " does not run", "");
    }
    containers.put(
        id, held.with(new ContainerStatus.Exited(137, NOW, ContainerStatus.Cause.STOPPED)));
  }

  @Override
  public synchronized void pause(String id) {
    Held held = ready(id);
    if (!held.status().isAlive()) {
      throw JpodException.refused(display(held) + " does not run", "");
    }
    containers.put(
        id, held.with(new ContainerStatus.Paused(1, NOW, ContainerStatus.Monitor.ALIVE)));
  }

  @Override
  public synchronized void unpause(String id) {
    Held held = ready(id);
    calls.accept("unpause " + display(held));
    if (held.status() instanceof ContainerStatus.Paused) {
      containers.put(id, held.with(running()));
    }
  }

  @Override
  public synchronized void remove(String id, RemovalMode mode) {
    Held held = containers.get(id);
    if (held == null) {
      return;
    }
    if (mode == RemovalMode.ONLY_STOPPED && held.status().isAlive()) {
      throw JpodException.refused(display(held) + " runs", "");
    }
    containers.put(id, held.with(new ContainerStatus.Removing()));
    calls.accept("remove " + display(held));
    containers.remove(id);
  }

  @Override
  public synchronized ContainerRecord update(
      String id, Instance instance, SortedMap<String, String> applied, Set<String> left) {
    return apply("update", id, instance, applied);
  }

  @Override
  public synchronized ContainerRecord rewriteRecord(
      String id, Instance instance, SortedMap<String, String> applied) {
    return apply("record", id, instance, applied);
  }

  @Override
  public synchronized void disown(String id, String stack) {
    Held held = containers.get(id);
    InstanceKey owner = held == null ? null : held.record().owner();
    if (held != null && owner != null && owner.stack().equals(stack)) {
      calls.accept("disown " + display(held));
      containers.put(id, new Held(held.record().ownedBy(null), held.instance(), held.status()));
    }
  }

  @Override
  public synchronized void disown(String name, String stack, Map<String, String> before) {
    calls.accept("disown volume " + name);
    volumes.computeIfPresent(
        name,
        (_, volume) ->
            stack.equals(volume.stack())
                ? new VolumeRecord(name, null, null, volume.created(), before)
                : volume);
  }

  @Override
  public synchronized ContainerRecord rewriteFiles(
      String id, Instance instance, SortedMap<String, String> applied) {
    return apply("files", id, instance, applied);
  }

  @Override
  public synchronized ContainerRecord signal(
      String id, List<String> signals, SortedMap<String, String> applied) {
    return apply(String.join("+", signals), id, ready(id).instance(), applied);
  }

  private ContainerRecord apply(
      String call, String id, Instance instance, SortedMap<String, String> applied) {
    Held held = ready(id);
    calls.accept(call + " " + display(held));
    ContainerRecord before = held.record();
    ContainerRecord after =
        record(
            new ContainerRequest(
                id, instance, before.pod(), before.generation(), applied, before.runtime().name()),
            Phase.READY);
    containers.put(id, new Held(after, instance, held.status()));
    return after;
  }

  @Override
  public synchronized @Nullable Integer awaitExit(String id, Duration timeout) {
    return ready(id).status() instanceof ContainerStatus.Exited exited ? exited.exitCode() : null;
  }

  @Override
  public synchronized List<ObservedContainer> observeContainers() {
    List<ObservedContainer> found = new ArrayList<>();
    for (Held held : containers.values()) {
      found.add(observed(held));
    }
    return found;
  }

  @Override
  public synchronized ObservedHost observe() {
    SortedMap<String, ObservedVolume> found = new TreeMap<>();
    volumes.forEach(
        (name, volume) -> found.put(name, new ObservedVolume(volume.stack(), volume.labels())));
    return new ObservedHost(
        observeContainers(), found, pods.observe(), networks.observe(), HostAnswers.NONE);
  }

  @Override
  public HostAnswers answer(HostQuestions questions, String runtime) {
    Map<PodKey, MissingProgram> missing = new HashMap<>();
    List<PodInstance> asking = new ArrayList<>(questions.raised());
    asking.addAll(questions.run());
    for (PodInstance pod : asking) {
      MissingProgram program = answers.missingPrograms().get(pod.key());
      if (program != null) {
        missing.put(pod.key(), program);
      }
    }
    return new HostAnswers(
        answers.listeners().stream()
            .filter(each -> questions.ports().contains(each.port()))
            .toList(),
        questions.newNetworks().isEmpty() ? HostNetworking.UNKNOWN : answers.networking(),
        missing,
        answers.imageChecks(),
        answers.unkept());
  }

  @Override
  public synchronized ObservedContainer observe(String id) {
    return observed(ready(id));
  }

  @Override
  public byte @Nullable [] secretFile(String id, String target) {
    return null;
  }

  @Override
  public @Nullable String secretVariable(String id, String name) {
    return null;
  }

  @Override
  public synchronized @Nullable Health health(String id) {
    Held held = containers.get(id);
    return held != null
            && held.status().hasProcess()
            && held.instance().container().healthCheck() != null
        ? Health.HEALTHY
        : null;
  }

  @Override
  public @Nullable HealthReport healthReport(String id) {
    return null;
  }

  @Override
  public HealthReport.Result probe(String id) {
    throw new AssertionError("the fake engine probes nothing");
  }

  private static ObservedContainer observed(Held held) {
    ContainerRecord record = held.record();
    return new ObservedContainer(
        record.id(),
        record.name(),
        record.owner(),
        record.pod(),
        record.generation(),
        record.applied(),
        Collections.emptySortedMap(),
        held.status(),
        record.image(),
        record.imageName(),
        record.created(),
        0,
        Wanted.RUNNING,
        null);
  }

  @Override
  public synchronized List<VolumeRecord> list() {
    return List.copyOf(volumes.values());
  }

  @Override
  public synchronized VolumeRecord inspect(String name) {
    VolumeRecord volume = volumes.get(name);
    if (volume == null) {
      throw JpodException.notFound("there is no volume '" + name + "'", "");
    }
    return volume;
  }

  @Override
  public synchronized VolumeRecord create(
      String name, @Nullable String stack, Map<String, String> labels) {
    calls.accept("volume " + name);
    return volumes.computeIfAbsent(name, _ -> new VolumeRecord(name, stack, null, NOW, labels));
  }

  @Override
  public synchronized VolumeRecord relabel(String name, String stack, VolumeSpec spec) {
    VolumeRecord before = inspect(name);
    if (before.stack() != null && !before.stack().equals(stack)) {
      throw JpodException.refused("the volume '" + name + "' is of " + before.stack(), "");
    }
    VolumeRecord after = new VolumeRecord(name, stack, before.container(), NOW, spec.labels());
    volumes.put(name, after);
    return after;
  }

  @Override
  public synchronized void remove(String name) {
    calls.accept("remove volume " + name);
    volumes.remove(name);
  }

  @Override
  public synchronized List<String> unused() {
    return List.copyOf(volumes.keySet());
  }

  @Override
  public synchronized List<String> prune() {
    List<String> names = List.copyOf(volumes.keySet());
    volumes.clear();
    return names;
  }

  private Held ready(String id) {
    Held held = containers.get(id);
    if (held == null) {
      throw JpodException.notFound("there is no container '" + id + "'", "");
    }
    if (held.record().phase() != Phase.READY) {
      throw JpodException.refused("the container '" + id + "' is not complete", "");
    }
    return held;
  }

  private static ContainerStatus completed() {
    return new ContainerStatus.Exited(0, NOW, ContainerStatus.Cause.BY_ITSELF);
  }

  private static ContainerStatus running() {
    return new ContainerStatus.Running(1, NOW, ContainerStatus.Monitor.ALIVE);
  }

  private static String display(Held held) {
    return held.instance().key().display();
  }
}
