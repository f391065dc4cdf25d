package dev.jpod.plan;

import dev.jpod.diff.AppliedPods;
import dev.jpod.diff.FixedResolution;
import dev.jpod.diff.HostNetworks;
import dev.jpod.diff.HostPorts;
import dev.jpod.model.Endpoint;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pods and networks of a host in memory, which refuse what a real host would. */
final class SimulatedPods {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
  private static final PodStatus UP = new PodStatus.Up(Set.of());

  private final Map<String, ObservedPod> pods = new HashMap<>();
  private final Map<PodKey, String> made = new HashMap<>();
  private final SortedMap<String, ObservedNetwork> networks;
  private final String stack;
  private int count;

  SimulatedPods(ObservedHost host, String stack) {
    this.stack = stack;
    host.pods().forEach(pod -> pods.put(pod.id(), pod));
    networks = new TreeMap<>(host.networks());
  }

  List<ObservedPod> pods() {
    return List.copyOf(pods.values());
  }

  SortedMap<String, ObservedNetwork> networks() {
    return networks;
  }

  void forgetMade() {
    made.clear();
  }

  /** The id of the pod that a plan makes or finds. */
  String id(PodKey key, Action.Target target) {
    return switch (target) {
      case Action.Target.Existing existing -> existing.id();
      case Action.Target.Made _ ->
          made.computeIfAbsent(key, _ -> FixedResolution.hash("made pod " + count++));
    };
  }

  /** Whether containers can start in the pod. */
  boolean isUp(String id) {
    ObservedPod pod = pods.get(id);
    return pod != null && !pod.status().losesContainers();
  }

  boolean create(String name, NetworkSpec spec) {
    for (ObservedNetwork other : networks.values()) {
      for (Subnet taken : other.subnets()) {
        for (Subnet asked : spec.subnets()) {
          if (IpRange.of(asked.cidr()).overlaps(IpRange.of(taken.cidr()))) {
            return false;
          }
        }
      }
    }
    return networks.put(name, new ObservedNetwork(name, stack, spec, spec.subnets())) == null;
  }

  boolean revise(String name, NetworkSpec spec) {
    ObservedNetwork before = networks.get(name);
    return before != null
        && networks.put(name, new ObservedNetwork(name, stack, spec, before.subnets())) != null;
  }

  boolean removeNetwork(String name) {
    boolean inUse = pods.values().stream().anyMatch(pod -> HostNetworks.isIn(pod, name));
    return !inUse && networks.remove(name) != null;
  }

  boolean setUp(Action.SetUpPod setUp) {
    String id = id(setUp.key(), new Action.Target.Made());
    String from = setUp.beside().orElse(null);
    Takeover takeover = from == null ? null : new Takeover(from, Stage.STANDBY);
    return !pods.containsKey(id)
        && (from == null || pods.containsKey(from))
        && isFree(id, from, setUp.instance().pod())
        && put(id, setUp.generation(), setUp.applied(), setUp.instance(), UP, takeover);
  }

  boolean update(String id, PodInstance instance, SortedMap<String, String> applied) {
    ObservedPod before = pods.get(id);
    return before != null
        && isFree(id, partner(before), instance.pod())
        && put(id, before.generation(), applied, instance, before.status(), before.takeover());
  }

  private static @Nullable String partner(ObservedPod pod) {
    return pod.takeover() == null ? null : pod.takeover().from();
  }

  /** Refuses a new pod in which something does not run yet. */
  boolean takeOver(Action.TakeOver over, Predicate<String> hasProcesses) {
    String id = id(over.key(), new Action.Target.Made());
    ObservedPod pod = pods.get(id);
    Takeover takeover = pod == null ? null : pod.takeover();
    if (pod == null || takeover == null || !hasProcesses.test(id)) {
      return false;
    }
    pods.put(id, with(pod, pod.status(), takeover.at(Stage.SERVING)));
    return takeover.from().equals(over.from()) && hasProcesses.test(over.from());
  }

  /** Whether no other pod has taken over from this one. */
  boolean serves(String id) {
    return pods.values().stream()
        .map(ObservedPod::takeover)
        .noneMatch(each -> each != null && each.from().equals(id) && each.stage() == Stage.SERVING);
  }

  /** Whether a pod that this plan has made is to take over from this one, and has not yet. */
  boolean isStoodInFor(@Nullable String id) {
    return made.values().stream()
        .map(pods::get)
        .filter(Objects::nonNull)
        .map(ObservedPod::takeover)
        .anyMatch(each -> each != null && each.from().equals(id) && each.stage() == Stage.STANDBY);
  }

  /** Whether the one was made to take over from the other. */
  boolean areBeside(@Nullable String made, @Nullable String from) {
    ObservedPod pod = made == null ? null : pods.get(made);
    return pod != null && from != null && from.equals(partner(pod));
  }

  boolean raise(String id, Predicate<String> hasProcesses) {
    ObservedPod pod = pods.get(id);
    if (pod == null || (pod.status().losesContainers() && hasProcesses.test(id))) {
      return false;
    }
    pods.put(id, with(pod, UP, pod.takeover()));
    return true;
  }

  boolean remove(String id) {
    return pods.remove(id) != null;
  }

  private static ObservedPod with(ObservedPod pod, PodStatus status, @Nullable Takeover takeover) {
    return new ObservedPod(
        pod.id(),
        pod.name(),
        pod.owner(),
        pod.generation(),
        pod.applied(),
        pod.live(),
        status,
        pod.endpoints(),
        pod.ports(),
        pod.created(),
        takeover);
  }

  private boolean put(
      String id,
      int generation,
      SortedMap<String, String> applied,
      PodInstance instance,
      PodStatus status,
      @Nullable Takeover takeover) {
    pods.put(
        id,
        new ObservedPod(
            id,
            instance.key().podName(),
            instance.key(),
            generation,
            applied,
            new TreeMap<>(),
            status,
            AppliedPods.endpoints(instance),
            instance.pod().ports(),
            SINCE,
            takeover));
    return true;
  }

  private boolean isFree(String id, @Nullable String partner, Pod wanted) {
    for (Attachment attachment : HostNetworks.attachments(wanted)) {
      if (!networks.containsKey(attachment.network())) {
        return false;
      }
    }
    for (ObservedPod other : pods.values()) {
      if (!other.id().equals(id)
          && !other.id().equals(partner)
          && !id.equals(partner(other))
          && (HostPorts.collide(wanted.ports(), other.ports()) || sharesAddress(wanted, other))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sharesAddress(Pod wanted, ObservedPod other) {
    for (Attachment attachment : HostNetworks.attachments(wanted)) {
      String fixed = attachment.ipv4();
      for (Endpoint endpoint : other.endpoints()) {
        if (fixed != null
            && endpoint.network().equals(attachment.network())
            && endpoint.addresses().contains(fixed)) {
          return true;
        }
      }
    }
    return false;
  }
}
