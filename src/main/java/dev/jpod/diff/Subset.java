package dev.jpod.diff;

import dev.jpod.diff.NetworkChange.Remove;
import dev.jpod.model.Digest;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Stack;
import dev.jpod.model.VolumeSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Some pods of a stack, to which a run is limited. All others stay as they are, whatever the file
 * says of them, and so does what they share with the chosen ones; nothing is removed that the file
 * does not have any more.
 *
 * @param pods their names in the stack file
 */
public record Subset(Set<String> pods) {
  public Subset {
    pods = Set.copyOf(pods);
  }

  /** These pods, and those that they depend on, one over the other. */
  public static Subset withDependencies(Collection<String> names, Stack stack) {
    Map<String, Pod> byName = new HashMap<>();
    stack.pods().forEach(pod -> byName.put(pod.name(), pod));
    Set<String> chosen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = open.remove();
      Pod pod = byName.get(name);
      if (chosen.add(name) && pod != null) {
        open.addAll(pod.dependsOn().keySet());
      }
    }
    return new Subset(chosen);
  }

  /** All pods but these. */
  public static Subset without(Collection<String> names, Stack stack) {
    Set<String> chosen = new HashSet<>();
    stack.pods().forEach(pod -> chosen.add(pod.name()));
    chosen.removeAll(names);
    return new Subset(chosen);
  }

  /** For people: {@code only db, web}. */
  @Override
  public String toString() {
    return "only " + String.join(", ", new TreeSet<>(pods));
  }

  /** Those of the changes that concern the chosen pods. */
  public ChangeSet of(ChangeSet all) {
    List<Change> changes = new ArrayList<>();
    Set<String> volumes = new HashSet<>();
    Set<Digest> images = new HashSet<>();
    for (Change change : all.changes()) {
      if (pods.contains(change.key().pod())) {
        changes.add(change);
        if (change instanceof Change.OfWanted wanted) {
          images.add(wanted.desired().image());
          for (Mount mount : wanted.desired().container().mounts()) {
            if (mount instanceof Mount.Volume volume && volume.name() != null) {
              volumes.add(volume.name());
            }
          }
        }
      }
    }
    List<PodChange> podChanges = new ArrayList<>();
    Set<String> networks = new HashSet<>();
    Set<String> othersNetworks = new HashSet<>();
    for (PodChange change : all.pods()) {
      boolean isChosen = pods.contains(change.key().pod());
      if (isChosen) {
        podChanges.add(change);
      }
      if (change instanceof PodChange.OfWanted wanted
          && wanted.desired().pod().network() instanceof NetworkMode.Attached attached) {
        Set<String> of = isChosen ? networks : othersNetworks;
        attached.attachments().forEach(attachment -> of.add(attachment.network()));
      }
    }
    List<NetworkChange> networkChanges = new ArrayList<>();
    for (NetworkChange change : all.networks()) {
      boolean isShared = othersNetworks.contains(change.network());
      boolean takesAway = change instanceof Remove || change instanceof NetworkChange.Replace;
      if (networks.contains(change.network()) && !(takesAway && isShared)) {
        networkChanges.add(change);
      }
    }
    SortedMap<String, VolumeSpec> missing = new TreeMap<>(all.missingVolumes());
    missing.keySet().retainAll(volumes);
    return new ChangeSet(
        all.stack(),
        changes,
        podChanges,
        networkChanges,
        all.crowdedNetworks(),
        missing,
        all.relabellings().stream().filter(each -> volumes.contains(each.volume())).toList(),
        all.foreignVolumes().stream().filter(each -> volumes.contains(each.volume())).toList(),
        all.images().stream().filter(each -> images.contains(each.id())).toList(),
        all.checks(),
        all.limits(),
        all.reported().stream().filter(each -> pods.contains(each.pod().pod())).toList());
  }
}
