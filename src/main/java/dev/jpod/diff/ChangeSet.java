package dev.jpod.diff;

import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.UnkeptLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that tells a stack from what the host has.
 *
 * @param changes of containers, sorted by instance, what is removed before what takes its place;
 *     instances without difference are there as {@link Change.Keep}
 * @param pods sorted by replica in the same way
 * @param networks sorted by their names on the host
 * @param crowdedNetworks the networks, by their names on the host, that have no address to spare:
 *     pods that are removed from them have to be gone before others come
 * @param missingVolumes the volumes to create, by their names on the host
 * @param relabellings the volumes of which only the labels change, by their names on the host
 * @param foreignVolumes those that stand in the way
 * @param images what the wanted containers are made from, sorted by reference
 * @param checks the health checks of containers that get a process
 * @param limits those that nobody would keep, among what the changes ask for
 * @param reported drift that is told and left, which is no change
 */
public record ChangeSet(
    String stack,
    List<Change> changes,
    List<PodChange> pods,
    List<NetworkChange> networks,
    Set<String> crowdedNetworks,
    SortedMap<String, VolumeSpec> missingVolumes,
    List<Relabelling> relabellings,
    List<ForeignVolume> foreignVolumes,
    List<WantedImage> images,
    HealthChecks checks,
    UnkeptLimits limits,
    List<ReportedDrift> reported) {
  public ChangeSet {
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort(ChangeSet::compare);
    changes = Collections.unmodifiableList(sorted);
    List<PodChange> sortedPods = new ArrayList<>(pods);
    sortedPods.sort(ChangeSet::compare);
    pods = Collections.unmodifiableList(sortedPods);
    networks = List.copyOf(networks);
    crowdedNetworks = Set.copyOf(crowdedNetworks);
    missingVolumes = Collections.unmodifiableSortedMap(new TreeMap<>(missingVolumes));
    relabellings = List.copyOf(relabellings);
    foreignVolumes = List.copyOf(foreignVolumes);
    images = List.copyOf(images);
    reported = List.copyOf(reported);
  }

  /** Whether the host has the stack as wanted. */
  public boolean isIdle() {
    if (!missingVolumes.isEmpty()
        || !relabellings.isEmpty()
        || !foreignVolumes.isEmpty()
        || !networks.isEmpty()) {
      return false;
    }
    for (WantedImage image : images) {
      if (image.presence() == WantedImage.Presence.MISSING) {
        return false;
      }
    }
    for (PodChange change : pods) {
      if (!(change instanceof PodChange.Keep)) {
        return false;
      }
    }
    for (Change change : changes) {
      if (!(change instanceof Change.Keep)) {
        return false;
      }
    }
    return true;
  }

  /** The images that have to be brought in, sorted by reference. */
  public List<WantedImage> missingImages() {
    List<WantedImage> missing = new ArrayList<>();
    for (WantedImage image : images) {
      if (image.presence() == WantedImage.Presence.MISSING) {
        missing.add(image);
      }
    }
    return missing;
  }

  /** The order of the replicas; of one replica, what is removed comes first. */
  static int compare(PodChange one, PodChange other) {
    int byReplica = one.key().compareTo(other.key());
    if (byReplica != 0) {
      return byReplica;
    }
    if (one instanceof PodChange.Remove remove && other instanceof PodChange.Remove otherRemove) {
      return remove.pod().id().compareTo(otherRemove.pod().id());
    }
    return Boolean.compare(other instanceof PodChange.Remove, one instanceof PodChange.Remove);
  }

  private static int compare(Change one, Change other) {
    int byInstance = one.key().compareTo(other.key());
    if (byInstance != 0) {
      return byInstance;
    }
    if (one instanceof Change.Remove remove && other instanceof Change.Remove otherRemove) {
      return remove.container().id().compareTo(otherRemove.container().id());
    }
    return Boolean.compare(other instanceof Change.Remove, one instanceof Change.Remove);
  }
}
