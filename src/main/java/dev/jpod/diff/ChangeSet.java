package dev.jpod.diff;

import dev.jpod.model.VolumeSpec;
import java.util.Collections;
import java.util.Comparator;
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
  private static final Comparator<Change> ORDER =
      Comparator.comparing(Change::key).thenComparing(ChangeSet::rankWithinInstance);

  public ChangeSet {
    changes = changes.stream().sorted(ORDER).toList();
    missingVolumes = Collections.unmodifiableSortedMap(new TreeMap<>(missingVolumes));
  }

  private static String rankWithinInstance(Change change) {
    return change instanceof Change.Remove remove ? "0" + remove.container().id() : "1";
  }
}
