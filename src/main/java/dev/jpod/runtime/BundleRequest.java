package dev.jpod.runtime;

import dev.jpod.model.ImageConfig;
import dev.jpod.model.Instance;
import dev.jpod.model.Pod.Namespace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that a bundle is made of: what is wanted, with every name of it looked up on the host.
 *
 * @param id 64 hexadecimal digits
 * @param hostname what the container calls itself
 * @param rootfs the absolute path of the mounted root file system
 * @param cgroupsPath absolute within each hierarchy, for example {@code /jpod/<id>}; empty for a
 *     container without a cgroup, which has no limits and no rules for devices
 * @param devices the device nodes that were asked for; for a privileged container all of the
 *     host's, but for what the engine mounts below /dev itself: pts, shm, mqueue
 * @param blockDevices the numbers of the devices that the throttles name
 * @param joined the namespaces of the pod that the container joins, by the paths where they are
 *     held
 * @param users the pod's user namespace, which it joins, too; null for that of jpod
 * @param seccomp the filter resolved for this container's capabilities; null lets every system call
 *     through. A privileged container gets none in either case
 */
public record BundleRequest(
    String id,
    Instance instance,
    ImageConfig image,
    String hostname,
    ContainerUser user,
    MountSources sources,
    String rootfs,
    String cgroupsPath,
    List<HostDevice> devices,
    Map<String, DeviceNumber> blockDevices,
    Map<Namespace, String> joined,
    @Nullable UserNamespace users,
    @Nullable ObjectNode seccomp,
    HostFacts host) {
  public BundleRequest {
    devices = List.copyOf(devices);
    blockDevices = Map.copyOf(blockDevices);
    joined = Map.copyOf(joined);
  }
}
