package dev.jpod.store;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IdMappings;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.observed.Takeover;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a pod on disk: all that it takes to raise it again without the stack file. The
 * endpoints of all pods together are the book of addresses: an address is taken as long as the
 * record that has it is there.
 *
 * @param id 64 hexadecimal digits
 * @param owner the replica it was made for, or null when no stack owns it
 * @param generation counts the pods that were made for the same replica, from 1
 * @param applied canonical fields as of the last apply to this pod
 * @param runtime the OCI runtime of its infra process
 * @param held the namespaces that the pod holds for its containers to join
 * @param ports with the ports of the host that were chosen for it
 * @param dnsServers who is asked for names that the networks do not know; empty for the host's
 * @param ids what its user namespace maps; null where it has none of its own
 * @param takeover whose place it was made to take; null when it was made to stand alone
 */
public record PodRecord(
    String id,
    String name,
    @Nullable PodKey owner,
    int generation,
    Phase phase,
    Instant created,
    SortedMap<String, String> applied,
    OciRuntime runtime,
    Set<Namespace> held,
    String hostname,
    List<Endpoint> endpoints,
    List<PortMapping> ports,
    List<String> dnsServers,
    @Nullable IdMappings ids,
    @Nullable Takeover takeover) {
  public PodRecord {
    applied = Collections.unmodifiableSortedMap(new TreeMap<>(applied));
    held = Set.copyOf(held);
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
    dnsServers = List.copyOf(dnsServers);
  }

  /** The same pod in another phase. */
  public PodRecord in(Phase next) {
    return copy(owner, next, applied, endpoints, ports, dnsServers, takeover);
  }

  /** The same pod as one of a stack, or of none. */
  public PodRecord ownedBy(@Nullable PodKey key) {
    return copy(key, phase, applied, endpoints, ports, dnsServers, takeover);
  }

  /** The same pod after an apply. */
  public PodRecord revised(
      SortedMap<String, String> fields,
      List<Endpoint> newEndpoints,
      List<PortMapping> newPorts,
      List<String> newDnsServers) {
    return copy(owner, phase, fields, newEndpoints, newPorts, newDnsServers, takeover);
  }

  /** The same pod with a user namespace of its own. */
  public PodRecord withIds(IdMappings newIds) {
    return new PodRecord(
        id,
        name,
        owner,
        generation,
        phase,
        created,
        applied,
        runtime,
        held,
        hostname,
        endpoints,
        ports,
        dnsServers,
        newIds,
        takeover);
  }

  /** The same pod in other networks. */
  public PodRecord withEndpoints(List<Endpoint> newEndpoints) {
    return copy(owner, phase, applied, newEndpoints, ports, dnsServers, takeover);
  }

  /** The same pod with its takeover at another stage; it has one. */
  public PodRecord at(Takeover.Stage stage) {
    Takeover next = Objects.requireNonNull(takeover).at(stage);
    return copy(owner, phase, applied, endpoints, ports, dnsServers, next);
  }

  /** What the host has of the pod while another one serves in its place. */
  public PodRecord silent() {
    List<Endpoint> unnamed = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      unnamed.add(endpoint.called(List.of()));
    }
    return copy(owner, phase, applied, unnamed, List.of(), dnsServers, takeover);
  }

  private PodRecord copy(
      @Nullable PodKey newOwner,
      Phase newPhase,
      SortedMap<String, String> newApplied,
      List<Endpoint> newEndpoints,
      List<PortMapping> newPorts,
      List<String> newDnsServers,
      @Nullable Takeover newTakeover) {
    return new PodRecord(
        id,
        name,
        newOwner,
        generation,
        newPhase,
        created,
        newApplied,
        runtime,
        held,
        hostname,
        newEndpoints,
        newPorts,
        newDnsServers,
        ids,
        newTakeover);
  }
}
