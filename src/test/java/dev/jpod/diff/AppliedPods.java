package dev.jpod.diff;

import dev.jpod.model.Endpoint;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pods and networks as an apply leaves them. */
public final class AppliedPods {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
  private static final PodStatus UP = new PodStatus.Up(Set.of());

  private AppliedPods() {}

  /** All pods of a stack, up. */
  public static List<ObservedPod> of(Desired applied) {
    List<ObservedPod> pods = new ArrayList<>();
    applied.pods().forEach(pod -> pods.add(of(pod, 1, UP)));
    return pods;
  }

  /** One pod. */
  public static ObservedPod of(PodInstance pod, int generation, PodStatus status) {
    return of(pod.key(), generation, PodFieldTable.fieldsOf(pod), status, pod, new TreeMap<>());
  }

  /** One pod to which other fields were applied than its stack file has. */
  public static ObservedPod of(
      PodKey key,
      int generation,
      SortedMap<String, String> applied,
      PodStatus status,
      PodInstance pod,
      SortedMap<String, String> live) {
    return new ObservedPod(
        id(key, generation),
        key.podName(),
        key,
        generation,
        applied,
        live,
        status,
        endpoints(pod),
        pod.pod().ports(),
        SINCE,
        null);
  }

  /** The id of a pod. */
  public static String id(PodKey key, int generation) {
    return FixedResolution.hash("pod " + key + "#" + generation);
  }

  /** The places of a pod in its networks. */
  public static List<Endpoint> endpoints(PodInstance pod) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (Attachment attachment : HostNetworks.attachments(pod.pod())) {
      String ipv4 = attachment.ipv4();
      endpoints.add(
          new Endpoint(
              attachment.network(),
              "eth" + endpoints.size(),
              "jp0v" + endpoints.size(),
              List.of(ipv4 == null ? "10.99.0.2" : ipv4),
              "02:00:00:00:00:01",
              List.of(pod.pod().name())));
    }
    return endpoints;
  }

  /** The networks that a stack made. */
  public static SortedMap<String, ObservedNetwork> networksOf(Desired applied) {
    SortedMap<String, ObservedNetwork> networks = new TreeMap<>();
    applied
        .networks()
        .forEach(
            (name, spec) -> {
              String owner = spec.external() ? null : applied.stack();
              List<Subnet> subnets =
                  spec.subnets().isEmpty()
                      ? List.of(new Subnet("10.99.0.0/24", null))
                      : spec.subnets();
              networks.put(name, new ObservedNetwork(name, owner, spec, subnets));
            });
    return networks;
  }
}
