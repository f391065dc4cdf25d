package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import java.util.Map;

/**
 * A container's {@code sysctls}: only those that belong to a namespace of the container, because
 * any other would change the host.
 */
final class SysctlReader {
  private SysctlReader() {}

  static Map<String, String> read(MapReader map, NetworkMode network) {
    Map<String, String> sysctls = TextMaps.read(map, "sysctls");
    Value value = map.raw("sysctls");
    if (value == null) {
      return sysctls;
    }
    for (Map.Entry<String, String> sysctl : sysctls.entrySet()) {
      String name = sysctl.getKey();
      if (name.startsWith("net.")) {
        if (network instanceof NetworkMode.Host) {
          value.problem(
              "'" + Quote.shortened(name) + "' would change the host with networks: host",
              "remove it, or give the pod a network of its own");
        }
      } else if (!isOfIpc(name)) {
        value.problem(
            "'" + Quote.shortened(name) + "' does not belong to a container",
            "only net.*, fs.mqueue.*, kernel.shm*, kernel.msg* and kernel.sem do");
      }
      if (name.contains("/") || name.contains("..") || hasLineBreak(sysctl.getValue())) {
        value.problem(
            "'" + Quote.shortened(name) + "' is not a sysctl",
            "write the name with dots and the value in one line");
      }
    }
    return sysctls;
  }

  private static boolean isOfIpc(String name) {
    return name.startsWith("fs.mqueue.")
        || switch (name) {
          case "kernel.sem",
              "kernel.msgmax",
              "kernel.msgmnb",
              "kernel.msgmni",
              "kernel.shmall",
              "kernel.shmmax",
              "kernel.shmmni",
              "kernel.shm_rmid_forced" ->
              true;
          default -> false;
        };
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}
