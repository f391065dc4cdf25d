package dev.jpod.diff;

import dev.jpod.diff.Change.RemoveReason;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Mount;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what is wanted with what was last applied and with what is there. */
public final class Differ {
  private final Desired desired;
  private final ObservedHost host;
  private final Map<InstanceKey, Candidates> candidates;

  private Differ(Desired desired, ObservedHost host) {
    this.desired = desired;
    this.host = host;
    this.candidates = candidatesOf(desired.stack(), host);
  }

  /**
   * Finds what has to change so that the host has the stack as wanted.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when nothing is wanted at all, or when a
   *     name that is needed belongs to a container of someone else
   */
  public static ChangeSet diff(Desired desired, ObservedHost host) {
    Differ differ = new Differ(desired, host);
    Guards.refuseEmpty(desired, differ.candidates.keySet());
    Guards.refuseForeignNames(desired, host);
    return differ.compare();
  }

  /** The removal of every container of a stack, whatever state it is in. */
  public static ChangeSet destruction(String stack, ObservedHost host) {
    List<Change> changes = new ArrayList<>();
    candidatesOf(stack, host)
        .forEach((key, all) -> all.removeOthers(key, null, RemoveReason.STACK_DESTROYED, changes));
    return new ChangeSet(stack, changes, new TreeMap<>(), List.of());
  }

  private ChangeSet compare() {
    List<Change> changes = new ArrayList<>();
    Map<String, Integer> replicas = new HashMap<>();
    Set<InstanceKey> wanted = new HashSet<>();
    for (Instance instance : desired.instances()) {
      wanted.add(instance.key());
      replicas.put(podContainer(instance.key()), instance.pod().replicas());
      compare(instance, changes);
    }
    candidates.forEach(
        (key, all) -> {
          if (!wanted.contains(key)) {
            int wantedReplicas = replicas.getOrDefault(podContainer(key), 0);
            RemoveReason reason =
                wantedReplicas > 0 ? RemoveReason.SCALED_DOWN : RemoveReason.ABSENT_FROM_FILE;
            all.removeOthers(key, null, reason, changes);
          }
        });
    return new ChangeSet(desired.stack(), changes, missingVolumes(), relabellings());
  }

  private void compare(Instance instance, List<Change> changes) {
    SortedMap<String, String> fields = FieldTable.fieldsOf(instance);
    Candidates all = candidates.get(instance.key());
    ObservedContainer current = all == null ? null : all.current(fields);
    if (all != null) {
      all.removeOthers(instance.key(), current, RemoveReason.SUPERSEDED, changes);
    }
    int generation = all == null ? 1 : all.nextGeneration();
    Change change;
    if (current == null) {
      change = new Change.Create(instance, generation);
    } else {
      Difference difference = FieldDiff.compare(fields, current.applied(), current.live());
      change = new Decision(instance, current, difference, generation).make();
    }
    changes.add(unlessBlocked(change, instance));
  }

  private Change unlessBlocked(Change change, Instance instance) {
    String missing = change instanceof Change.Keep ? null : missingExternalVolume(instance);
    if (missing == null) {
      return change;
    }
    return switch (change) {
      case Change.Create _, Change.Replace _, Change.Restart _, Change.Start _ ->
          new Change.Blocked(
              instance,
              "the external volume '" + missing + "' does not exist",
              "create it with 'jpod volume create "
                  + missing
                  + "', or leave out 'external' to let the stack make its own");
      case Change.Update _,
          Change.Rerecord _,
          Change.Unpause _,
          Change.Keep _,
          Change.Blocked _,
          Change.Remove _ ->
          change;
    };
  }

  private @Nullable String missingExternalVolume(Instance instance) {
    for (Mount mount : instance.container().mounts()) {
      if (mount instanceof Mount.Volume volume && volume.name() != null) {
        VolumeSpec spec = desired.volumes().get(volume.name());
        if (spec != null && spec.external() && !host.volumes().containsKey(volume.name())) {
          return volume.name();
        }
      }
    }
    return null;
  }

  private SortedMap<String, VolumeSpec> missingVolumes() {
    SortedMap<String, VolumeSpec> missing = new TreeMap<>();
    desired
        .volumes()
        .forEach(
            (name, spec) -> {
              if (!spec.external() && !host.volumes().containsKey(name)) {
                missing.put(name, spec);
              }
            });
    return missing;
  }

  private List<Relabelling> relabellings() {
    List<Relabelling> relabellings = new ArrayList<>();
    desired
        .volumes()
        .forEach(
            (name, spec) -> {
              Map<String, String> labels = host.volumes().get(name);
              if (!spec.external() && labels != null && !labels.equals(spec.labels())) {
                relabellings.add(Relabelling.of(name, labels, spec));
              }
            });
    return relabellings;
  }

  private static Map<InstanceKey, Candidates> candidatesOf(String stack, ObservedHost host) {
    Map<InstanceKey, Candidates> candidates = new HashMap<>();
    for (ObservedContainer container : host.containers()) {
      InstanceKey owner = container.owner();
      if (owner != null && owner.stack().equals(stack)) {
        candidates.computeIfAbsent(owner, _ -> new Candidates()).add(container);
      }
    }
    return candidates;
  }

  private static String podContainer(InstanceKey key) {
    return key.pod() + "/" + key.container();
  }
}
