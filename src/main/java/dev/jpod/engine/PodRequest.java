package dev.jpod.engine;

import dev.jpod.model.Instance;
import dev.jpod.model.PodInstance;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A pod that should be made.
 *
 * @param id 64 hexadecimal digits that no pod of the host has
 * @param generation counts the pods that were made for the same replica, from 1
 * @param applied the canonical fields of the pod, kept for later comparison
 * @param kept addresses for others, which it is not given
 * @param members the containers that are going to be made in it, for a user namespace of its own
 * @param runtime {@code runc}, {@code crun} or the absolute path of one of them
 * @param takesOverFrom the pod of the same replica whose place it is to take with {@link
 *     Pods#takeOver}; null when there is none
 */
public record PodRequest(
    String id,
    PodInstance instance,
    int generation,
    SortedMap<String, String> applied,
    KeptAddresses kept,
    List<Instance> members,
    String runtime,
    @Nullable String takesOverFrom) {
  public PodRequest {
    members = List.copyOf(members);
  }
}
