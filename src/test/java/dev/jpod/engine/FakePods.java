package dev.jpod.engine;

import dev.jpod.diff.HostNetworks;
import dev.jpod.diff.HostPorts;
import dev.jpod.model.Endpoint;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.PodRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pods in memory, by the rules of the real ones. */
public final class FakePods implements Pods {
  private final Consumer<String> calls;
  private final FakeNetworks networks;
  private final Predicate<String> hasContainers;
  private final Map<String, Held> pods = new TreeMap<>();
  private int addresses = 1;
  private int leftOpen;

  FakePods(Consumer<String> calls, FakeNetworks networks, Predicate<String> hasContainers) {
    this.calls = calls;
    this.networks = networks;
    this.hasContainers = hasContainers;
  }

  private record Held(PodRecord record, PodInstance instance, PodStatus status) {
    Held with(PodStatus next) {
      return new Held(record, instance, next);
    }
  }

  /** Puts a pod into another state, as if by someone else. */
  public synchronized void becomes(String id, PodStatus status) {
    pods.computeIfPresent(id, (_, held) -> held.with(status));
  }

  @Override
  public synchronized PodRecord create(PodRequest request) {
    if (pods.containsKey(request.id())) {
      throw JpodException.failed("the pod " + request.id() + " exists", "");
    }
    Held incomplete =
        new Held(record(request, List.of()), request.instance(), new PodStatus.Incomplete());
    pods.put(request.id(), incomplete);
    calls.accept("create pod " + request.instance().key().display());
    try {
      PodRecord record =
          record(
              request, endpoints(request.id(), request.instance().pod(), request.takesOverFrom()));
      pods.put(
          request.id(),
          new Held(record, request.instance(), new PodStatus.Down(PodStatus.Reason.NEVER_RAISED)));
      return record;
    } catch (JpodException e) {
      pods.remove(request.id());
      throw e;
    }
  }

  private static PodRecord record(PodRequest request, List<Endpoint> endpoints) {
    PodInstance instance = request.instance();
    String from = request.takesOverFrom();
    return new PodRecord(
        request.id(),
        instance.key().podName(),
        instance.key(),
        request.generation(),
        Phase.READY,
        Instant.EPOCH,
        request.applied(),
        new OciRuntime(request.runtime(), "/usr/sbin/" + request.runtime()),
        Set.of(),
        instance.pod().name(),
        endpoints,
        instance.pod().ports(),
        List.of(),
        null,
        from == null ? null : new Takeover(from, Stage.STANDBY));
  }

  private List<Endpoint> endpoints(String id, Pod pod, @Nullable String from) {
    for (Held other : pods.values()) {
      if (!other.record().id().equals(id)
          && !other.record().id().equals(from)
          && !(other.status() instanceof PodStatus.Incomplete)
          && HostPorts.collide(pod.ports(), other.record().ports())) {
        throw JpodException.refused("a port is held by " + other.record().name(), "");
      }
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (Attachment attachment : HostNetworks.attachments(pod)) {
      networks.inspect(attachment.network());
      String fixed = attachment.ipv4();
      if (fixed != null && isTaken(id, attachment.network(), fixed)) {
        throw JpodException.refused("the address " + fixed + " is taken", "");
      }
      String address = fixed == null ? "10.99.9." + addresses++ : fixed;
      endpoints.add(
          new Endpoint(
              attachment.network(),
              "eth" + endpoints.size(),
              "jp0v" + addresses,
              List.of(address),
              "02:00:00:00:00:01",
              List.of(pod.name())));
    }
    return endpoints;
  }

  private boolean isTaken(String id, String network, String address) {
    for (Held other : pods.values()) {
      for (Endpoint endpoint : other.record().endpoints()) {
        if (!other.record().id().equals(id)
            && endpoint.network().equals(network)
            && endpoint.addresses().contains(address)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public synchronized Gate beginRaise(String id) {
    Held held = ready(id);
    calls.accept("raise pod " + display(held));
    pods.put(id, held.with(new PodStatus.Up(Set.of())));
    return Gate.OPEN;
  }

  @Override
  public synchronized void lower(String id) {
    Held held = ready(id);
    calls.accept("lower pod " + display(held));
    pods.put(id, held.with(new PodStatus.Down(PodStatus.Reason.STOPPED)));
  }

  @Override
  public synchronized void disown(String id, String stack) {
    Held held = ready(id);
    calls.accept("disown pod " + display(held));
    pods.put(id, new Held(held.record().ownedBy(null), held.instance(), held.status()));
  }

  @Override
  public synchronized PodRecord update(
      String id,
      PodInstance instance,
      SortedMap<String, String> applied,
      KeptAddresses kept,
      Set<String> left) {
    Held held = ready(id);
    calls.accept("update pod " + display(held));
    PodRecord before = held.record();
    Takeover takeover = before.takeover();
    PodRecord after =
        record(
            new PodRequest(
                id,
                instance,
                before.generation(),
                applied,
                kept,
                List.of(),
                before.runtime().name(),
                takeover == null ? null : takeover.from()),
            endpoints(id, instance.pod(), takeover == null ? null : takeover.from()));
    if (takeover != null) {
      after = after.at(takeover.stage());
    }
    pods.put(id, new Held(after, instance, held.status()));
    return after;
  }

  @Override
  public synchronized void takeOver(String id) {
    Held held = ready(id);
    Held moved = new Held(held.record().at(Stage.SERVING), held.instance(), held.status());
    pods.put(id, moved);
    calls.accept("take over " + display(moved));
  }

  /** Whether one pod was made to take the place of the other. */
  synchronized boolean standsBeside(@Nullable String id, @Nullable String other) {
    Held held = id == null ? null : pods.get(id);
    Takeover takeover = held == null ? null : held.record().takeover();
    return takeover != null && takeover.from().equals(other);
  }

  /** Has this many connections be open whenever a pod is drained, however long that takes. */
  public synchronized void leaveOpen(int connections) {
    leftOpen = connections;
  }

  @Override
  public synchronized Drained drain(String id, Duration longest, BooleanSupplier givenUp) {
    calls.accept("drain " + display(ready(id)));
    return new Drained(leftOpen);
  }

  @Override
  public synchronized void remove(String id) {
    Held held = pods.get(id);
    if (held == null) {
      return;
    }
    if (hasContainers.test(id)) {
      throw JpodException.refused("a container belongs to pod " + display(held), "");
    }
    pods.put(id, held.with(new PodStatus.Removing()));
    calls.accept("remove pod " + display(held));
    pods.remove(id);
  }

  /** Whether a container can start in the pod. */
  synchronized boolean isRaised(String id) {
    Held held = pods.get(id);
    return held != null && held.status() instanceof PodStatus.Up;
  }

  synchronized boolean hasPodIn(String network) {
    for (Held held : pods.values()) {
      for (Endpoint endpoint : held.record().endpoints()) {
        if (endpoint.network().equals(network)) {
          return true;
        }
      }
    }
    return false;
  }

  synchronized List<ObservedPod> observe() {
    List<ObservedPod> observed = new ArrayList<>();
    for (Held held : pods.values()) {
      PodRecord record = held.record();
      observed.add(
          new ObservedPod(
              record.id(),
              record.name(),
              record.owner(),
              record.generation(),
              record.applied(),
              new TreeMap<>(),
              held.status(),
              record.endpoints(),
              record.ports(),
              record.created(),
              record.takeover()));
    }
    return observed;
  }

  private Held ready(String id) {
    Held held = pods.get(id);
    if (held == null) {
      throw JpodException.notFound("there is no pod '" + id + "'", "");
    }
    return held;
  }

  private static String display(Held held) {
    return held.instance().key().display();
  }
}
