package dev.jpod.model;

import org.jspecify.annotations.Nullable;

/** Which users and groups a pod has that does not have those of jpod itself. */
public sealed interface UserNamespaceMode {
  /**
   * The one for whom jpod works is somebody in the pod, who owns his files there; everybody else in
   * it is one of his subordinate ids. Not for root.
   *
   * @param uid as whom the pod sees him; null for his own number
   * @param gid likewise of his group
   */
  record KeepId(@Nullable Long uid, @Nullable Long gid) implements UserNamespaceMode {}

  /**
   * Ids that no other pod of the store has, chosen when the pod is made.
   *
   * @param size how many; null for as many as its images name
   */
  record Auto(@Nullable Long size) implements UserNamespaceMode {}

  /** The ids that the stack file names. */
  record Mapped(IdMappings ids) implements UserNamespaceMode {}
}
