package dev.jpod.observed;

import dev.jpod.model.Digest;
import dev.jpod.model.InstanceKey;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container as it was found.
 *
 * @param id 64 hexadecimal digits
 * @param name the short id when it has no record
 * @param owner the instance it was made for or is adopted for, or null when no stack owns it
 * @param pod the id of the pod that it was made in, or null
 * @param generation counts the containers that were made for the same instance, from 1; 0 when it
 *     has no record
 * @param applied the last applied fields: path to canonical value, defaults left out
 * @param live what the kernel says of the fields that can drift, by the same paths and in the same
 *     canonical form; the empty text stands for the engine's default, a path that is missing for a
 *     value that could not be read. Empty for a container without a process
 * @param image null when it has no record, as a crash or a power cut can leave it
 * @param restarts how often its restart policy started it again
 * @param wanted what the last command of an operator asked of it
 * @param health null for a container without a health check or without a process
 * @param ownership whether the owner is that of its record
 */
public record ObservedContainer(
    String id,
    String name,
    @Nullable InstanceKey owner,
    @Nullable String pod,
    int generation,
    SortedMap<String, String> applied,
    SortedMap<String, String> live,
    ContainerStatus status,
    @Nullable Digest image,
    String imageName,
    Instant created,
    int restarts,
    Wanted wanted,
    @Nullable Health health,
    Ownership ownership)
    implements Made {
  /** The field of the health check. */
  public static final String HEALTH_CHECK = "healthCheck";

  /** The canonical value of a health check that is switched off or that nobody carries out. */
  public static final String UNCHECKED = "{\"disabled\":true}";

  public ObservedContainer {
    applied = Collections.unmodifiableSortedMap(new TreeMap<>(applied));
    live = Collections.unmodifiableSortedMap(new TreeMap<>(live));
  }

  /** A container of whom its record names. */
  public ObservedContainer(
      String id,
      String name,
      @Nullable InstanceKey owner,
      @Nullable String pod,
      int generation,
      SortedMap<String, String> applied,
      SortedMap<String, String> live,
      ContainerStatus status,
      @Nullable Digest image,
      String imageName,
      Instant created,
      int restarts,
      Wanted wanted,
      @Nullable Health health) {
    this(
        id,
        name,
        owner,
        pod,
        generation,
        applied,
        live,
        status,
        image,
        imageName,
        created,
        restarts,
        wanted,
        health,
        Ownership.RECORDED);
  }

  /** The same container as that of an instance whose stack is to take it over. */
  public ObservedContainer adoptedFor(InstanceKey key) {
    return new ObservedContainer(
        id,
        name,
        key,
        pod,
        generation,
        applied,
        live,
        status,
        image,
        imageName,
        created,
        restarts,
        wanted,
        health,
        Ownership.ADOPTED);
  }

  @Override
  public boolean isIncomplete() {
    return status instanceof ContainerStatus.Incomplete;
  }

  @Override
  public boolean isHalfRemoved() {
    return status instanceof ContainerStatus.Removing;
  }

  /** Whether it has a health check that should be carried out, and nobody does. */
  public boolean isUnchecked() {
    return live.containsKey(HEALTH_CHECK);
  }

  /** What is asked of a container at the moment. */
  public enum Wanted {
    RUNNING,
    STOPPED
  }

  /** The first twelve digits of the id. */
  public String shortId() {
    return shortened(id);
  }

  /** The first twelve digits of a container's id. */
  public static String shortened(String id) {
    return id.substring(0, 12);
  }
}
