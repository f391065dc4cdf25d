package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kernel settings of a container; only those that its own namespaces hold. */
final class Sysctls {
  private static final Set<String> OF_IPC =
      Set.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  /** Lets every user of the container ping, though nobody in it has CAP_NET_RAW. */
  private static final String PING = "net.ipv4.ping_group_range";

  /** The kernel takes no greater number, and none that is no group of the namespace. */
  private static final long LAST_GROUP = 2_147_483_647;

  private Sysctls() {}

  /**
   * What was asked for, and the engine's own settings for a network namespace of its own.
   *
   * @throws JpodException for a setting that would be the host's
   */
  static Map<String, String> of(Map<String, String> asked, NetworkMode network, HostFacts host) {
    boolean ownNetwork = !(network instanceof NetworkMode.Host);
    Map<String, String> settings = new TreeMap<>();
    if (ownNetwork) {
      settings.put(PING, "0 " + Math.min(LAST_GROUP, host.highestGroup()));
    }
    asked.forEach(
        (name, value) -> {
          requireNamespaced(name, ownNetwork);
          settings.put(name, value);
        });
    return settings;
  }

  private static void requireNamespaced(String name, boolean ownNetwork) {
    boolean wellFormed = !List.of(name.split("[./]", -1)).contains("");
    boolean ofNetwork = name.startsWith("net.") && name.indexOf('/') < 0;
    if (wellFormed && ofNetwork && !ownNetwork) {
      throw JpodException.refused(
          "the sysctl '" + name + "' cannot be set, because the container has the host's network",
          "take it out, or give the container a network of its own");
    }
    boolean ofIpc = OF_IPC.contains(name) || name.startsWith("fs.mqueue.");
    if (!wellFormed || !(ofNetwork || ofIpc)) {
      throw JpodException.refused(
          "the sysctl '" + name + "' is not one that a container can have for itself",
          "use one of net.*, fs.mqueue.*, kernel.msg*, kernel.sem and kernel.shm*, or set it on the"
              + " host");
    }
  }
}
