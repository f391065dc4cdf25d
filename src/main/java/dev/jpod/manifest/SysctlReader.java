package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import java.util.List;
import java.util.Map;

/**
 * A container's {@code sysctls}: only those that belong to a namespace of the container, because
 * any other would change the host.
 */
final class SysctlReader {
  private SysctlReader() {}

  static Map<String, String> read(MapReader map, NetworkMode network) {
    List<TextEntry> entries = TextMaps.entries(map, "sysctls");
    for (TextEntry entry : entries) {
      check(entry, network);
    }
    return TextMaps.texts(entries);
  }

  private static void check(TextEntry entry, NetworkMode network) {
    String name = entry.name();
    String shown = "'" + Quote.shortened(name) + "'";
    Value value = entry.value();
    if (name.contains("/") || name.contains("..") || name.endsWith(".")) {
      value.problem(shown + " is not the name of a sysctl", "write it with dots, as net.core.x");
    } else if (name.startsWith("net.")) {
      if (network instanceof NetworkMode.Host) {
        value.problem(
            shown + " would change the host with networks: host",
            "remove it, or give the pod a network of its own");
      }
    } else if (!isOfIpc(name)) {
      value.problem(
          shown + " does not belong to a container",
          "only net.*, fs.mqueue.*, kernel.shm*, kernel.msg* and kernel.sem do");
    }
    if (entry.text().indexOf('\n') >= 0 || entry.text().indexOf('\r') >= 0) {
      value.problem("holds a line break", "write the value in one line");
    }
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
}
