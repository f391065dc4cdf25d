package dev.jpod.observed;

import dev.jpod.model.Digest;
import dev.jpod.model.Limit;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodInstance;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to be known of the host before something is made on it. A run with nothing to do asks
 * nothing.
 *
 * @param ports of the host that are to be published and are not yet
 * @param raised the pods that are to be made, changed or raised
 * @param run the pods in which containers are to be started
 * @param newNetworks the networks that are to be made, by their names on the host
 * @param images the ids of the images, of containers that are to be made or started and whose stack
 *     file says nothing of a health check
 * @param limits that are to be set
 */
public record HostQuestions(
    Set<Integer> ports,
    List<PodInstance> raised,
    List<PodInstance> run,
    SortedMap<String, NetworkSpec> newNetworks,
    Set<Digest> images,
    Set<Limit> limits) {
  public HostQuestions {
    ports = Set.copyOf(ports);
    raised = List.copyOf(raised);
    run = List.copyOf(run);
    images = Set.copyOf(images);
    limits = Set.copyOf(limits);
    newNetworks = Collections.unmodifiableSortedMap(new TreeMap<>(newNetworks));
  }

  /** Whether there is nothing to ask. */
  public boolean isEmpty() {
    return ports.isEmpty()
        && raised.isEmpty()
        && run.isEmpty()
        && newNetworks.isEmpty()
        && images.isEmpty()
        && limits.isEmpty();
  }
}
