package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import dev.jpod.model.Security;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The privileges that Linux divides root's power into, and which of them a container gets. */
public final class Capabilities {
  /** By number, as in linux/capability.h. */
  private static final List<String> BY_NUMBER =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_MODULE",
          "CAP_SYS_RAWIO",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_PACCT",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_SYS_TIME",
          "CAP_SYS_TTY_CONFIG",
          "CAP_MKNOD",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_AUDIT_CONTROL",
          "CAP_SETFCAP",
          "CAP_MAC_OVERRIDE",
          "CAP_MAC_ADMIN",
          "CAP_SYSLOG",
          "CAP_WAKE_ALARM",
          "CAP_BLOCK_SUSPEND",
          "CAP_AUDIT_READ",
          "CAP_PERFMON",
          "CAP_BPF",
          "CAP_CHECKPOINT_RESTORE");

  /** What a container gets when its manifest says nothing. */
  private static final List<String> DEFAULT =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_NET_BIND_SERVICE",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_CHROOT");

  private static final String ALL = "ALL";

  private Capabilities() {}

  /** The names of the bits of a mask as /proc/PID/status has it; unknown bits are left out. */
  static Set<String> named(long mask) {
    Set<String> names = new TreeSet<>();
    for (int bit = 0; bit < BY_NUMBER.size(); bit++) {
      if ((mask >>> bit & 1) == 1) {
        names.add(BY_NUMBER.get(bit));
      }
    }
    return names;
  }

  /**
   * The bounding set of a container: the defaults, more what is added, less what is dropped, and
   * never more than the host has. Adding ALL gives all that the host has; dropping ALL leaves only
   * what is added by name; what is both added and dropped by name is dropped.
   *
   * @return in alphabetical order
   * @throws JpodException for an unknown capability, or one added by name that the host lacks
   */
  public static Set<String> granted(Security security, HostFacts host) {
    for (String name : security.capabilitiesAdded()) {
      requireKnown(name);
      if (!name.equals(ALL) && !host.capabilities().contains(name)) {
        throw JpodException.refused(
            "the capability " + name + " cannot be added, because jpod itself does not have it",
            "run jpod as root outside of a container, or take "
                + name
                + " out of capabilities.add");
      }
    }
    security.capabilitiesDropped().forEach(Capabilities::requireKnown);

    Set<String> granted = new TreeSet<>();
    if (security.privileged() || security.capabilitiesAdded().contains(ALL)) {
      granted.addAll(host.capabilities());
    } else {
      if (!security.capabilitiesDropped().contains(ALL)) {
        granted.addAll(DEFAULT);
      }
      granted.addAll(security.capabilitiesAdded());
      granted.retainAll(host.capabilities());
    }
    granted.removeAll(security.capabilitiesDropped());
    return Collections.unmodifiableSet(granted);
  }

  private static void requireKnown(String name) {
    if (!name.equals(ALL) && !BY_NUMBER.contains(name)) {
      throw JpodException.refused(
          "'" + name + "' is not a capability",
          "capabilities(7) lists them, for example CAP_CHOWN");
    }
  }
}
