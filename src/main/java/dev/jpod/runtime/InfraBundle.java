package dev.jpod.runtime;

import dev.jpod.model.Pod.Namespace;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes config.json of the process that holds the PID namespace of a pod. It can do nothing, and
 * its root file system has nothing but its own program, since a pod's containers see it as process
 * 1 and may look through {@code /proc/1/root}.
 */
public final class InfraBundle {
  private static final String PROGRAM = "/catatonit";

  private InfraBundle() {}

  /**
   * The content of config.json.
   *
   * @param rootfs an empty folder
   * @param program the host's catatonit
   * @param cgroupsPath absolute within each hierarchy; empty for none
   * @param joined the namespaces that are held already, by the paths where they are pinned
   * @param user the one of these that has the pod's users; null for those of jpod
   */
  public static ObjectNode config(
      String rootfs,
      String program,
      String cgroupsPath,
      Map<Namespace, String> joined,
      @Nullable UserNamespace user) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ociVersion", BundleWriter.OCI_VERSION);
    ObjectNode process = json.putObject("process");
    process.putObject("user").put("uid", 0).put("gid", 0);
    process.putArray("args").add(PROGRAM).add("-P");
    process.putArray("env").add("PATH=/");
    process.put("cwd", "/").put("noNewPrivileges", true);
    json.putObject("root").put("path", rootfs).put("readonly", true);
    ArrayNode mounts = json.putArray("mounts");
    mount(mounts, "/proc", "proc", "proc", "nosuid", "noexec", "nodev");
    mount(mounts, PROGRAM, "bind", program, "bind", "ro", "nosuid", "nodev");
    ObjectNode linux = json.putObject("linux");
    if (!cgroupsPath.isEmpty()) {
      linux.put("cgroupsPath", cgroupsPath);
      linux
          .putObject("resources")
          .putArray("devices")
          .addObject()
          .put("allow", false)
          .put("access", "rwm");
    }
    ArrayNode namespaces = linux.putArray("namespaces");
    if (user != null) {
      user.addTo(linux, namespaces);
    }
    namespaces.addObject().put("type", "mount");
    namespaces.addObject().put("type", "pid");
    join(namespaces, "network", joined.get(Namespace.NET));
    join(namespaces, "ipc", joined.get(Namespace.IPC));
    join(namespaces, "uts", joined.get(Namespace.UTS));
    if (joined.containsKey(Namespace.CGROUP)) {
      join(namespaces, "cgroup", joined.get(Namespace.CGROUP));
    }
    linux.putArray("maskedPaths").add("/proc/kcore").add("/proc/keys").add("/proc/timer_list");
    linux.putArray("readonlyPaths").add("/proc/sys").add("/proc/sysrq-trigger");
    return json;
  }

  private static void join(ArrayNode namespaces, String type, @Nullable String path) {
    ObjectNode namespace = namespaces.addObject().put("type", type);
    if (path != null) {
      namespace.put("path", path);
    }
  }

  private static void mount(
      ArrayNode mounts, String target, String type, String source, String... options) {
    ObjectNode mount = mounts.addObject();
    mount.put("destination", target).put("type", type).put("source", source);
    ArrayNode array = mount.putArray("options");
    for (String option : options) {
      array.add(option);
    }
  }
}
