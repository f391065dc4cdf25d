package dev.jpod.observed;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one pass over the store and the kernel found.
 *
 * @param containers of all stacks and of none, by name
 * @param volumes the labels of the volumes that exist, by their names
 */
public record ObservedHost(
    List<ObservedContainer> containers, SortedMap<String, Map<String, String>> volumes) {
  public ObservedHost {
    containers = List.copyOf(containers);
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }
}
