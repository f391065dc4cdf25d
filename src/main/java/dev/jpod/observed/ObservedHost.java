package dev.jpod.observed;

import java.util.List;
import java.util.Set;

/**
 * What one pass over the store and the kernel found.
 *
 * @param containers of all stacks and of none, by name
 * @param volumes the names of the volumes that exist
 */
public record ObservedHost(List<ObservedContainer> containers, Set<String> volumes) {
  public ObservedHost {
    containers = List.copyOf(containers);
    volumes = Set.copyOf(volumes);
  }
}
