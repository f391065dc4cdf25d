package dev.jpod.diff;

import dev.jpod.model.Container;
import dev.jpod.model.Digest;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Mount;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.Stack;
import dev.jpod.model.VolumeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a stack out: every container of every replica, with what was looked up for it. Volumes and
 * networks get the names that they have on the host.
 */
public final class Expansion {
  private Expansion() {}

  /**
   * The instances, pods, volumes and networks that a stack asks for.
   *
   * @throws JpodException of kind REFUSED when two containers would have the same name on the host
   */
  public static Desired of(Stack stack, Resolution resolution) {
    List<Instance> instances = new ArrayList<>();
    Map<String, InstanceKey> names = new HashMap<>();
    List<PodInstance> pods = new ArrayList<>();
    Networks networks = new Networks(stack);
    SortedMap<String, WantedImage> images = new TreeMap<>();
    for (Pod written : stack.pods()) {
      if (written.replicas() > 0) {
        Pod pod = networks.resolve(written);
        for (int replica = 0; replica < pod.replicas(); replica++) {
          pods.add(new PodInstance(new PodKey(stack.name(), pod.name(), replica), pod));
        }
        for (Container container : pod.containers()) {
          WantedImage image = resolution.image(container.image());
          images.put(container.image().toString(), image);
          addReplicas(stack, pod, container, image.id(), resolution, instances);
        }
      }
    }
    for (Instance instance : instances) {
      refuseNamesake(instance.key(), names.put(instance.key().containerName(), instance.key()));
    }
    return new Desired(
        stack.name(),
        instances,
        pods,
        volumesOf(stack),
        networks.byHostName(),
        List.copyOf(images.values()));
  }

  private static void addReplicas(
      Stack stack,
      Pod pod,
      Container container,
      Digest image,
      Resolution resolution,
      List<Instance> instances) {
    Map<String, EnvEntry> env = resolution.env(pod, container);
    List<GrantedFile> files = resolution.files(pod, container);
    Container onHost = withHostVolumes(stack, container);
    for (int replica = 0; replica < pod.replicas(); replica++) {
      InstanceKey key = new InstanceKey(stack.name(), pod.name(), replica, container.name());
      instances.add(new Instance(key, pod, onHost, image, env, files));
    }
  }

  private static SortedMap<String, VolumeSpec> volumesOf(Stack stack) {
    SortedMap<String, VolumeSpec> volumes = new TreeMap<>();
    for (Map.Entry<String, VolumeSpec> volume : stack.volumes().entrySet()) {
      volumes.put(hostName(stack, volume.getKey()), volume.getValue());
    }
    return volumes;
  }

  private static String hostName(Stack stack, String volume) {
    VolumeSpec spec = stack.volumes().get(volume);
    return spec != null && spec.external() ? volume : HostNames.of(stack.name(), volume);
  }

  private static Container withHostVolumes(Stack stack, Container container) {
    if (container.mounts().stream().noneMatch(Mount.Volume.class::isInstance)) {
      return container;
    }
    List<Mount> mounts = new ArrayList<>(container.mounts().size());
    for (Mount mount : container.mounts()) {
      mounts.add(
          mount instanceof Mount.Volume volume && volume.name() != null
              ? new Mount.Volume(hostName(stack, volume.name()), volume.target(), volume.options())
              : mount);
    }
    return container.withMounts(mounts);
  }

  private static void refuseNamesake(InstanceKey key, @Nullable InstanceKey other) {
    if (other != null) {
      throw JpodException.refused(
          "'"
              + key.display()
              + "' and '"
              + other.display()
              + "' would both be called '"
              + key.containerName()
              + "' on the host",
          "rename one of the two");
    }
  }
}
