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
 * @param images what the instances are made from, sorted by reference
 */
public record Desired(
    String stack,
    List<Instance> instances,
    List<PodInstance> pods,
    SortedMap<String, VolumeSpec> volumes,
    SortedMap<String, NetworkSpec> networks,
    List<WantedImage> images) {
  public Desired {
    instances = List.copyOf(instances);
    pods = List.copyOf(pods);
    images = List.copyOf(images);
    networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }
}
