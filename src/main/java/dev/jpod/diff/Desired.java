package dev.jpod.diff;

import dev.jpod.model.Instance;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodInstance;
import dev.jpod.model.VolumeSpec;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stack with everything looked up and counted out.
 *
 * @param pods every replica, its networks by their names on the host
 * @param volumes the volumes of the stack by their names on the host
 * @param networks what the stack declares and its pods need, by their names on the host
 */
public record Desired(
    String stack,
    List<Instance> instances,
    List<PodInstance> pods,
    SortedMap<String, VolumeSpec> volumes,
    SortedMap<String, NetworkSpec> networks) {
  public Desired {
    instances = List.copyOf(instances);
    pods = List.copyOf(pods);
    networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }
}
