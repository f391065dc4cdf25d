package dev.jpod.observed;

import dev.jpod.model.Endpoint;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pod as it was found, without its containers.
 *
 * @param id 64 hexadecimal digits
 * @param name the short id when it has no record
 * @param owner the replica it was made for or is adopted for, or null when no stack owns it
 * @param generation counts the pods that were made for the same replica, from 1; 0 when it has no
 *     record
 * @param applied the last applied fields: path to canonical value, defaults left out
 * @param live what the kernel says of the limits that can drift, by the same paths, and the
 *     networks that it was attached to ({@code {}}) or taken out of (empty) since
 * @param ports with the ports of the host that were chosen for it
 * @param takeover whose place it was made to take; null when it was made to stand alone
 * @param ownership whether the owner is that of its record
 */
public record ObservedPod(
    String id,
    String name,
    @Nullable PodKey owner,
    int generation,
    SortedMap<String, String> applied,
    SortedMap<String, String> live,
    PodStatus status,
    List<Endpoint> endpoints,
    List<PortMapping> ports,
    Instant created,
    @Nullable Takeover takeover,
    Ownership ownership)
    implements Made {
  public ObservedPod {
    applied = Collections.unmodifiableSortedMap(new TreeMap<>(applied));
    live = Collections.unmodifiableSortedMap(new TreeMap<>(live));
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }

  /** A pod of whom its record names. */
  public ObservedPod(
      String id,
      String name,
      @Nullable PodKey owner,
      int generation,
      SortedMap<String, String> applied,
      SortedMap<String, String> live,
      PodStatus status,
      List<Endpoint> endpoints,
      List<PortMapping> ports,
      Instant created,
      @Nullable Takeover takeover) {
    this(
        id,
        name,
        owner,
        generation,
        applied,
        live,
        status,
        endpoints,
        ports,
        created,
        takeover,
        Ownership.RECORDED);
  }

  /** The same pod as that of a replica whose stack is to take it over. */
  public ObservedPod adoptedFor(PodKey key) {
    return new ObservedPod(
        id,
        name,
        key,
        generation,
        applied,
        live,
        status,
        endpoints,
        ports,
        created,
        takeover,
        Ownership.ADOPTED);
  }

  @Override
  public boolean isIncomplete() {
    return status instanceof PodStatus.Incomplete;
  }

  @Override
  public boolean isHalfRemoved() {
    return status instanceof PodStatus.Removing;
  }

  /** The same pod without ports and names, which another one has that serves in its place. */
  public ObservedPod silent() {
    List<Endpoint> unnamed = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      unnamed.add(endpoint.called(List.of()));
    }
    return new ObservedPod(
        id,
        name,
        owner,
        generation,
        applied,
        live,
        status,
        unnamed,
        List.of(),
        created,
        takeover,
        ownership);
  }

  /** The first twelve digits of the id. */
  public String shortId() {
    return ObservedContainer.shortened(id);
  }
}
