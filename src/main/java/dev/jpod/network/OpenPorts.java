package dev.jpod.network;

import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.nio.file.Path;

/** Which ports one who is not root can publish. */
final class OpenPorts {
  private static final Path FIRST_OPEN = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
  private static final int USUAL_FIRST_OPEN = 1024;

  private OpenPorts() {}

  /** Sees to it that the kernel gives one who is not root that port, and that it can be carried. */
  static void requirePort(PortMapping port) {
    if (port.protocol() == Protocol.SCTP) {
      throw JpodException.refused(
          "port " + port.containerPort() + " is of SCTP, which only root can publish",
          "publish TCP or UDP, or run jpod as root");
    }
    int first = firstOpen();
    if (port.hostPort() > 0 && port.hostPort() < first) {
      throw JpodException.refused(
          "port "
              + port.hostPort()
              + " of the host is one of those below "
              + first
              + ", which the kernel gives to root only",
          "publish on a higher one, or have root open it: sysctl"
              + " net.ipv4.ip_unprivileged_port_start="
              + port.hostPort());
    }
  }

  private static int firstOpen() {
    try {
      return Integer.parseInt(KernelFiles.HOST.word(FIRST_OPEN));
    } catch (NumberFormatException e) {
      return USUAL_FIRST_OPEN;
    }
  }
}
