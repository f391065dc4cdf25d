package dev.jpod.manifest;

import dev.jpod.model.DependencyCondition;

/**
 * One entry of a {@code dependsOn}.
 *
 * @param pod the pod that waits, or whose container waits
 * @param container the container that waits; empty when it is the pod
 * @param target the pod, or the container of the same pod, that is waited for
 */
record Dependency(
    String pod, String container, String target, DependencyCondition condition, Value value) {
  boolean isOfPod() {
    return container.isEmpty();
  }

  /** Who waits. */
  String dependant() {
    return isOfPod() ? pod : container;
  }
}
