package dev.jpod.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The cgroup namespace of a pod, on version 2 of the cgroups. Its root is the cgroup of the process
 * that makes it, for ever.
 */
final class CgroupNamespace {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private final Path folder;

  /** That of the pod with this cgroup. */
  CgroupNamespace(String cgroup) {
    this.folder = MOUNT.resolve(cgroup.substring(1));
  }

  /** What a process writes 0 to, to be in the pod's cgroup and make the namespace there. */
  Path entrance() {
    return folder.resolve("cgroup.procs");
  }

  /** A process of the pod that is in the namespace; null for none. */
  @Nullable Long member() {
    Path own = namespace("self");
    for (long pid : CgroupTree.processes(folder)) {
      Path other = namespace(Long.toString(pid));
      if (other != null && !other.equals(own)) {
        return pid;
      }
    }
    return null;
  }

  private static @Nullable Path namespace(String process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process + "/ns/cgroup"));
    } catch (IOException gone) {
      return null;
    }
  }
}
