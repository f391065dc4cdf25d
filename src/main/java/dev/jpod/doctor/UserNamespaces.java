package dev.jpod.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether the kernel lets ordinary users make namespaces; see user_namespaces(7). */
final class UserNamespaces {
  private static final String LIMIT = "/proc/sys/user/max_user_namespaces";
  private static final String DEBIAN = "/proc/sys/kernel/unprivileged_userns_clone";
  private static final String APPARMOR = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

  private UserNamespaces() {}

  static List<Finding> examine(HostFiles host) {
    List<Finding> found = new ArrayList<>();
    if (!host.exists("/proc/self/ns/user")) {
      found.add(
          Finding.error(
              "the kernel was built without user namespaces",
              "boot a kernel with CONFIG_USER_NS=y, or run jpod as root"));
    }
    if (host.line(LIMIT).equals("0")) {
      found.add(off(LIMIT, "user.max_user_namespaces", "28633"));
    }
    if (host.line(DEBIAN).equals("0")) {
      found.add(off(DEBIAN, "kernel.unprivileged_userns_clone", "1"));
    }
    found.addAll(restrictions(host));
    return found;
  }

  /** What may keep programs from them, and need not: a profile may allow it. */
  static List<Finding> restrictions(HostFiles host) {
    return host.line(APPARMOR).equals("1")
        ? List.of(
            Finding.warning(
                "AppArmor takes the rights in user namespaces away from programs without a profile"
                    + " that grants them ('"
                    + APPARMOR
                    + "' is 1)",
                "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, and keep it in"
                    + " /etc/sysctl.d"))
        : List.of();
  }

  private static Finding off(String file, String key, String value) {
    return Finding.error(
        "user namespaces are switched off: '" + file + "' is 0",
        "as root: sysctl -w " + key + "=" + value + ", and keep it in /etc/sysctl.d");
  }
}
