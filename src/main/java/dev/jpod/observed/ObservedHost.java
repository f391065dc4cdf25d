package dev.jpod.observed;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one pass over the store and the kernel found.
 *
 * @param containers of all stacks and of none, by name
 * @param volumes by their names
 * @param pods of all stacks and of none, by name
 * @param networks by their names
 * @param answers what was asked of the host besides
 */
public record ObservedHost(
    List<ObservedContainer> containers,
    SortedMap<String, ObservedVolume> volumes,
    List<ObservedPod> pods,
    SortedMap<String, ObservedNetwork> networks,
    HostAnswers answers) {
  public ObservedHost {
    containers = List.copyOf(containers);
    pods = List.copyOf(pods);
    networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }

  /** The same host, after it was asked. */
  public ObservedHost with(HostAnswers found) {
    return new ObservedHost(containers, volumes, pods, networks, found);
  }
}
