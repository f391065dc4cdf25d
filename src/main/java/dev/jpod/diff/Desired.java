package dev.jpod.diff;

import dev.jpod.model.Instance;
import dev.jpod.model.VolumeSpec;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stack with everything looked up and counted out.
 *
 * @param volumes the volumes of the stack by their names on the host
 */
public record Desired(
    String stack, List<Instance> instances, SortedMap<String, VolumeSpec> volumes) {
  public Desired {
    instances = List.copyOf(instances);
    volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
  }
}
