package dev.jpod.diff;

import dev.jpod.model.VolumeSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that tells a stack from what the host has.
 *
 * @param changes sorted by instance, what is removed before what takes its place; instances without
 *     difference are there as {@link Change.Keep}
 * @param missingVolumes the volumes to create, by their names on the host
 * @param relabellings the volumes of which only the labels change, by their names on the host
 */
public record ChangeSet(
    String stack,
    List<Change> changes,
    SortedMap<String, VolumeSpec> missingVolumes,
    List<Relabelling> relabellings) {
  public ChangeSet {
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort(ChangeSet::compare);
    changes = Collections.unmodifiableList(sorted);
    missingVolumes = Collections.unmodifiableSortedMap(new TreeMap<>(missingVolumes));
    relabellings = List.copyOf(relabellings);
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
