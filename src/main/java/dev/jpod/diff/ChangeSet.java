package dev.jpod.diff;

import dev.jpod.model.VolumeSpec;
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
 */
public record ChangeSet(
    String stack, List<Change> changes, SortedMap<String, VolumeSpec> missingVolumes) {
  public ChangeSet {
    changes = List.copyOf(changes);
    missingVolumes = Collections.unmodifiableSortedMap(new TreeMap<>(missingVolumes));
  }
}
