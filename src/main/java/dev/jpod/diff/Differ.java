package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.model.Container;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.Protection;
import dev.jpod.observed.HostQuestions;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.UnkeptLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what is wanted with what was last applied and with what is there. */
public final class Differ {
  private final Desired desired;
  private final ObservedHost host;
  private final Map<InstanceKey, Candidates<ObservedContainer>> containers;
  private final Map<PodKey, Candidates<ObservedPod>> pods;

  private Differ(Desired desired, ObservedHost host) {
    this.desired = desired;
    this.host = host;
    this.containers = containersOf(desired.stack(), host);
    this.pods = podsOf(desired.stack(), host);
  }

  /**
   * Finds what has to change so that the host has the stack as wanted. What stands in the way on
   * the host itself is only seen once the host was asked the {@link #questions}.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when nothing is wanted at all, or when a
   *     name that is needed belongs to a container of someone else, or a pod that goes has one
   */
  public static ChangeSet diff(Desired desired, ObservedHost host) {
    return diff(desired, host, Unowned.REFUSED);
  }

  /** As {@link #diff(Desired, ObservedHost)}, and says what becomes of what no stack owns. */
  public static ChangeSet diff(Desired desired, ObservedHost host, Unowned unowned) {
    ObservedHost seen =
        switch (unowned) {
          case REFUSED -> host;
          case ADOPTED -> Adoption.of(desired, host);
        };
    Differ differ = new Differ(desired, seen);
    Guards.refuseEmpty(desired, differ.containers.keySet());
    Guards.refuseForeignNames(desired, seen);
    Comparison comparison = differ.compare(Set.of());
    return comparison.withoutSecond().isEmpty()
        ? comparison.changes()
        : new Differ(desired, seen).compare(comparison.withoutSecond()).changes();
  }

  /**
   * What was found.
   *
   * @param withoutSecond the networks that have no address for second pods, for whose sake the
   *     comparison is made once more
   */
  private record Comparison(ChangeSet changes, Set<String> withoutSecond) {}

  /** The removal of every container, pod and network of a stack, whatever state it is in. */
  public static ChangeSet destruction(String stack, ObservedHost host) {
    List<Change> changes = new ArrayList<>();
    containersOf(stack, host)
        .forEach((key, all) -> remove(key, all, RemoveReason.STACK_DESTROYED, changes));
    List<PodChange> podChanges = new ArrayList<>();
    podsOf(stack, host)
        .forEach((key, all) -> remove(key, all, RemoveReason.STACK_DESTROYED, podChanges));
    Guards.refuseGuests(stack, podChanges, host);
    return new ChangeSet(
        stack,
        changes,
        podChanges,
        NetworkDiff.destruction(stack, host),
        Set.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        new HealthChecks(Map.of()),
        UnkeptLimits.NONE,
        List.of());
  }

  /** What has to be known of the host before the changes can be made; nothing for none. */
  public static HostQuestions questions(ChangeSet changes) {
    return Questions.of(changes);
  }

  private Comparison compare(Set<String> withoutSecond) {
    List<NetworkChange> networkChanges = NetworkDiff.changes(desired, host);
    Set<String> replacedNetworks = HostNetworks.givingWay(networkChanges);
    VolumeDiff volumes = new VolumeDiff(desired, host);

    StrategyRules strategies = new StrategyRules(desired, host, withoutSecond);
    DriftReactions reactions = new DriftReactions();
    Map<InstanceKey, Instance> instances = new HashMap<>();
    for (Instance instance : desired.instances()) {
      instances.put(instance.key(), instance);
    }
    Map<String, Integer> replicas = new HashMap<>();
    Set<InstanceKey> wanted = new HashSet<>();
    List<Change> changes = new ArrayList<>();
    List<PodChange> podChanges = new ArrayList<>();
    for (PodInstance pod : desired.pods()) {
      replicas.put(pod.key().pod(), pod.pod().replicas());
      ReplicaDiff replica = new ReplicaDiff(pod, replacedNetworks, strategies, reactions);
      replica.pod(pods.remove(pod.key()), podChanges);
      for (Container container : pod.pod().containers()) {
        Instance instance = instances.get(pod.key().container(container.name()));
        if (instance != null) {
          wanted.add(instance.key());
          replicas.put(podContainer(instance.key()), pod.pod().replicas());
          replica.container(instance, containers.get(instance.key()), changes);
        }
      }
      podChanges.add(replica.finish(changes));
    }
    changes.replaceAll(volumes::unlessMissing);
    LimitObstacles limits = new LimitObstacles(host.answers().unkept());
    changes.replaceAll(limits::check);
    containers.forEach(
        (key, all) -> {
          if (!wanted.contains(key)) {
            remove(key, all, reason(replicas.get(podContainer(key))), changes);
          }
        });
    pods.forEach((key, all) -> remove(key, all, reason(replicas.get(key.pod())), podChanges));
    Guards.refuseGuests(desired.stack(), podChanges, host);
    podChanges.sort(ChangeSet::compare);
    AddressDemand addresses = new AddressDemand(desired, host, networkChanges, podChanges);
    PodObstacles obstacles = new PodObstacles(desired, host, List.copyOf(podChanges), addresses);
    podChanges.replaceAll(obstacles::check);
    podChanges.replaceAll(limits::check);
    return new Comparison(
        new ChangeSet(
            desired.stack(),
            changes,
            podChanges,
            new NetworkObstacles(desired, host, networkChanges).check(),
            addresses.crowded(),
            volumes.missing(),
            volumes.relabellings(),
            volumes.foreign(),
            desired.images(),
            new HealthChecks(host.answers().imageChecks()),
            host.answers().unkept(),
            reactions.reported()),
        addresses.withoutSecond());
  }

  private static RemoveReason reason(@Nullable Integer replicas) {
    return replicas == null ? RemoveReason.ABSENT_FROM_FILE : RemoveReason.SCALED_DOWN;
  }

  private static void remove(
      InstanceKey key,
      Candidates<ObservedContainer> all,
      RemoveReason reason,
      List<Change> changes) {
    for (ObservedContainer container : all.others(null)) {
      changes.add(new Change.Remove(key, container, Candidates.reasonToRemove(container, reason)));
    }
  }

  private static void remove(
      PodKey key, Candidates<ObservedPod> all, RemoveReason reason, List<PodChange> changes) {
    for (ObservedPod pod : all.others(null)) {
      RemoveReason why = Candidates.reasonToRemove(pod, reason);
      changes.add(
          why == reason && Protection.isApplied(pod.applied())
              ? new PodChange.Protected(key, pod, why)
              : new PodChange.Remove(key, pod, why));
    }
  }

  private static Map<InstanceKey, Candidates<ObservedContainer>> containersOf(
      String stack, ObservedHost host) {
    Map<InstanceKey, Candidates<ObservedContainer>> byKey = new HashMap<>();
    Set<String> standby = standby(host);
    for (ObservedContainer container : host.containers()) {
      InstanceKey owner = container.owner();
      if (owner != null && owner.stack().equals(stack)) {
        Candidates<ObservedContainer> all = byKey.computeIfAbsent(owner, _ -> new Candidates<>());
        if (container.pod() != null && standby.contains(container.pod())) {
          all.addStray(container);
        } else {
          all.add(container);
        }
      }
    }
    return byKey;
  }

  /** The pods that were to take over from others when their run died. */
  private static Set<String> standby(ObservedHost host) {
    Set<String> standby = new HashSet<>(0);
    for (ObservedPod pod : host.pods()) {
      if (Candidates.neverTookOver(pod)) {
        standby.add(pod.id());
      }
    }
    return standby;
  }

  private static Map<PodKey, Candidates<ObservedPod>> podsOf(String stack, ObservedHost host) {
    Map<PodKey, Candidates<ObservedPod>> byKey = new HashMap<>();
    for (ObservedPod pod : host.pods()) {
      PodKey owner = pod.owner();
      if (owner != null && owner.stack().equals(stack)) {
        byKey.computeIfAbsent(owner, _ -> new Candidates<>()).add(pod);
      }
    }
    return byKey;
  }

  private static String podContainer(InstanceKey key) {
    return key.pod() + "/" + key.container();
  }
}
