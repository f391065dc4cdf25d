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
 * @param pods of all stacks and of none, by name
 * @param networks by their names
 * @param listeners who listens on the host; empty where nobody asked
 */
public record ObservedHost(
    List<ObservedContainer> containers,
    SortedMap<String, Map<String, String>> volumes,
    List<ObservedPod> pods,
    SortedMap<String, ObservedNetwork> networks,
    List<Listener> listeners) {
  public ObservedHost {
    containers = List.copyOf(containers);
    pods = List.copyOf(pods);
    networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
    listeners = List.copyOf(listeners);
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }

  /** The same host, with those who listen on it. */
  public ObservedHost withListeners(List<Listener> found) {
    return new ObservedHost(containers, volumes, pods, networks, found);
  }
}
