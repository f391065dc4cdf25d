package dev.jpod.engine;

import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import java.util.Map;
import java.util.Set;

/**
 * The names on the host that a stack is going to have, each with what it is for.
 *
 * @param adopted the ids of containers and pods that may have one of them as long as no stack owns
 *     them
 */
public record WantedNames(
    String stack,
    Map<String, PodKey> pods,
    Map<String, InstanceKey> containers,
    Set<String> adopted) {
  public WantedNames {
    pods = Map.copyOf(pods);
    containers = Map.copyOf(containers);
    adopted = Set.copyOf(adopted);
  }

  /** Whether there is nothing to take. */
  public boolean isEmpty() {
    return pods.isEmpty() && containers.isEmpty();
  }
}
