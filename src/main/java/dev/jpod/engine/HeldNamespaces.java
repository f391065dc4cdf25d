package dev.jpod.engine;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.runtime.CgroupVersion;
import java.util.EnumSet;
import java.util.Set;

/** Which namespaces a pod holds for its containers to join. */
final class HeldNamespaces {
  private HeldNamespaces() {}

  /**
   * What several containers share, and the network namespace of a pod that has links, which have to
   * outlive each of its containers. The host's own namespaces are nobody's to hold, on version 1 of
   * the cgroups every container is in the host's, and without a cgroup of the pod a shared one
   * would have nothing to show.
   */
  static Set<Namespace> of(Pod pod, Cgroups cgroups) {
    boolean alone = pod.containers().size() == 1;
    Set<Namespace> held = EnumSet.noneOf(Namespace.class);
    if (!alone) {
      held.addAll(pod.share());
    }
    if (cgroups.version() == CgroupVersion.V1 || cgroups.place() instanceof CgroupPlace.None) {
      held.remove(Namespace.CGROUP);
    }
    if (pod.userns() != null) {
      // It would belong to another user namespace.
      held.remove(Namespace.CGROUP);
    }
    switch (pod.network()) {
      case NetworkMode.Host _ -> held.remove(Namespace.NET);
      case NetworkMode.Attached _ -> {
        if (alone || pod.share().contains(Namespace.NET)) {
          held.add(Namespace.NET);
        }
      }
      case NetworkMode.None _, NetworkMode.Default _ -> {}
    }
    return held;
  }

  /** Whether a process has to hold them: a PID namespace ends with its first process. */
  static boolean needProcess(Set<Namespace> held) {
    return held.contains(Namespace.PID);
  }
}
