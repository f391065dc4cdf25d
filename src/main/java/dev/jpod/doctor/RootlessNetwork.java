package dev.jpod.doctor;

import dev.jpod.host.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether pods of an ordinary user get into the host's network. */
final class RootlessNetwork {
  private static final String TUN = "/dev/net/tun";

  private RootlessNetwork() {}

  static List<Finding> examine(HostFiles host, Programs programs) {
    List<Finding> found = new ArrayList<>();
    Path tun = host.path(TUN);
    if (!Files.exists(tun)) {
      found.add(
          Finding.warning(
              "there is no '" + TUN + "', so pods cannot leave their network",
              "as root: modprobe tun, and keep it in /etc/modules-load.d"));
    } else if (!Files.isReadable(tun) || !Files.isWritable(tun)) {
      found.add(
          Finding.warning(
              "'" + TUN + "' is closed to ordinary users, so pods cannot leave their network",
              "as root: chmod 666 " + TUN));
    }
    if (programs.find("slirp4netns") == null && programs.find("pasta") == null) {
      found.add(
          Finding.warning(
              "neither 'slirp4netns' nor 'pasta' is installed, so pods cannot leave their network",
              "on Debian: apt-get install slirp4netns"));
    }
    return found;
  }
}
