package dev.jpod.store;

import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Lifecycle.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a container on disk. It holds no secret: secret fields of {@code applied} are
 * fingerprints.
 *
 * @param id 64 hexadecimal digits
 * @param name unique on the host as far as the caller sees to it
 * @param owner the instance it was made for, or null when no stack owns it
 * @param pod the id of the pod whose namespaces it joins, or null
 * @param cgroup its path in every hierarchy of the kernel's control groups; empty for none
 * @param generation counts the containers that were made for the same instance, from 1
 * @param imageName the reference that the manifest gave
 * @param applied canonical fields as of the last apply to this container
 * @param runtime the OCI runtime it was made for
 * @param stopSignal by name, for example {@code SIGTERM}
 * @param volumes the names of the volumes it uses, its own included
 * @param ownVolumes the anonymous volumes that go with it
 */
public record ContainerRecord(
    String id,
    String name,
    @Nullable InstanceKey owner,
    @Nullable String pod,
    String cgroup,
    int generation,
    Phase phase,
    Digest image,
    String imageName,
    Instant created,
    SortedMap<String, String> applied,
    OciRuntime runtime,
    String stopSignal,
    Duration stopTimeout,
    RestartPolicy restart,
    Logging logging,
    List<String> volumes,
    List<String> ownVolumes) {
  public ContainerRecord {
    applied = Collections.unmodifiableSortedMap(new TreeMap<>(applied));
    volumes = List.copyOf(volumes);
    ownVolumes = List.copyOf(ownVolumes);
  }

  /** How far the making or the removal of a container has come. */
  public enum Phase {
    /** Being made; a run that finds it so and holds the lock may remove it. */
    CREATING,
    READY,
    /** Being removed; there is no way back. */
    REMOVING
  }

  /**
   * An OCI runtime.
   *
   * @param name the family: {@code runc} or {@code crun}
   * @param path the absolute path of the program
   */
  public record OciRuntime(String name, String path) {}

  /** The same container in another phase. */
  public ContainerRecord in(Phase next) {
    return copy(owner, next, applied, stopSignal, stopTimeout, restart, logging);
  }

  /** The same container as one of a stack, or of none. */
  public ContainerRecord ownedBy(@Nullable InstanceKey key) {
    return copy(key, phase, applied, stopSignal, stopTimeout, restart, logging);
  }

  /** The same container after an apply. */
  public ContainerRecord withApplied(SortedMap<String, String> fields) {
    return copy(owner, phase, fields, stopSignal, stopTimeout, restart, logging);
  }

  /** The same container with other rules for its end and its log. */
  public ContainerRecord withLifecycle(
      String signal, Duration timeout, RestartPolicy policy, Logging log) {
    return copy(owner, phase, applied, signal, timeout, policy, log);
  }

  private ContainerRecord copy(
      @Nullable InstanceKey newOwner,
      Phase newPhase,
      SortedMap<String, String> newApplied,
      String newStopSignal,
      Duration newStopTimeout,
      RestartPolicy newRestart,
      Logging newLogging) {
    return new ContainerRecord(
        id,
        name,
        newOwner,
        pod,
        cgroup,
        generation,
        newPhase,
        image,
        imageName,
        created,
        newApplied,
        runtime,
        newStopSignal,
        newStopTimeout,
        newRestart,
        newLogging,
        volumes,
        ownVolumes);
  }
}
