package dev.jpod.engine;

import dev.jpod.model.Instance;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A container that should be made.
 *
 * @param id 64 hexadecimal digits that no container of the host has
 * @param pod the id of the pod whose namespaces it joins, or null for namespaces of its own
 * @param generation counts the containers that were made for the same instance, from 1
 * @param applied the canonical fields of the instance, kept for later comparison
 * @param runtime {@code runc}, {@code crun} or the absolute path of one of them
 */
public record ContainerRequest(
    String id,
    Instance instance,
    @Nullable String pod,
    int generation,
    SortedMap<String, String> applied,
    String runtime) {
  /** The runtime that is used where nothing else is asked for. */
  public static final String DEFAULT_RUNTIME = "runc";
}
