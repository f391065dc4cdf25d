package dev.jpod.diff;

import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ForeignName;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.ObservedVolume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The host as a stack sees it that takes over what no stack owns: whatever has a name that it needs
 * is its own, and marked as adopted. What belongs to another stack stays as it is.
 */
final class Adoption {
  private final Desired desired;
  private final ObservedHost host;

  private Adoption(Desired desired, ObservedHost host) {
    this.desired = desired;
    this.host = host;
  }

  /**
   * The host with everything that can be adopted.
   *
   * @throws JpodException of kind REFUSED when a pod would be taken over in which somebody else has
   *     a container
   */
  static ObservedHost of(Desired desired, ObservedHost host) {
    return new Adoption(desired, host).adopted();
  }

  private ObservedHost adopted() {
    List<ObservedContainer> containers = containers();
    List<ObservedPod> pods = pods();
    for (ObservedPod pod : pods) {
      if (pod.isAdopted()) {
        refuseGuests(pod, containers);
      }
    }
    return new ObservedHost(containers, volumes(), pods, networks(), host.answers());
  }

  private List<ObservedContainer> containers() {
    Map<String, InstanceKey> needed = new HashMap<>();
    for (Instance instance : desired.instances()) {
      needed.put(instance.key().containerName(), instance.key());
    }
    List<ObservedContainer> containers = new ArrayList<>(host.containers().size());
    for (ObservedContainer container : host.containers()) {
      InstanceKey key = container.owner() == null ? needed.get(container.name()) : null;
      containers.add(key == null ? container : container.adoptedFor(key));
    }
    return containers;
  }

  private List<ObservedPod> pods() {
    Map<String, PodKey> needed = new HashMap<>();
    for (PodInstance pod : desired.pods()) {
      needed.put(pod.key().podName(), pod.key());
    }
    List<ObservedPod> pods = new ArrayList<>(host.pods().size());
    for (ObservedPod pod : host.pods()) {
      PodKey key = pod.owner() == null ? needed.get(pod.name()) : null;
      pods.add(key == null ? pod : pod.adoptedFor(key));
    }
    return pods;
  }

  private void refuseGuests(ObservedPod pod, List<ObservedContainer> containers) {
    PodKey key = pod.owner();
    for (ObservedContainer container : containers) {
      InstanceKey owner = container.owner();
      boolean isOurs = owner != null && owner.stack().equals(desired.stack());
      if (key != null && pod.id().equals(container.pod()) && !isOurs) {
        throw ForeignName.guest(key, "would be adopted", container.name(), owner);
      }
    }
  }

  private SortedMap<String, ObservedNetwork> networks() {
    SortedMap<String, ObservedNetwork> networks = new TreeMap<>(host.networks());
    Set<String> needed = new HashSet<>();
    for (Map.Entry<String, NetworkSpec> network : desired.networks().entrySet()) {
      if (!network.getValue().external()) {
        needed.add(network.getKey());
      }
    }
    networks.replaceAll(
        (name, network) ->
            network.stack() == null && needed.contains(name)
                ? network.adoptedBy(desired.stack())
                : network);
    return networks;
  }

  private SortedMap<String, ObservedVolume> volumes() {
    SortedMap<String, ObservedVolume> volumes = new TreeMap<>(host.volumes());
    volumes.replaceAll(
        (name, volume) -> {
          VolumeSpec needed = desired.volumes().get(name);
          return volume.stack() == null && needed != null && !needed.external()
              ? volume.adoptedBy(desired.stack())
              : volume;
        });
    return volumes;
  }
}
