package dev.jpod.manifest;

import dev.jpod.model.PortMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds ports of the host that the stack would publish twice. */
final class PortChecks {
  /** Every pair is compared, so their number is bounded. */
  private static final int MOST = 5000;

  private PortChecks() {}

  static void check(List<PublishedPort> ports) {
    if (ports.size() > MOST) {
      ports
          .get(MOST)
          .value()
          .problem("is one of more than 5000 entries", "publish ranges of ports");
      return;
    }
    for (int i = 0; i < ports.size(); i++) {
      check(ports, i);
    }
  }

  private static void check(List<PublishedPort> ports, int index) {
    PublishedPort port = ports.get(index);
    PublishedPort other = firstConflict(ports, index);
    if (port.mapping().hostPort() == 0) {
      if (other != null) {
        port.value().problem("is published at " + other.value().place(), "remove one of them");
      }
      return;
    }
    if (port.replicas() > 1) {
      port.value()
          .problem(
              "one port of the host cannot lead to " + port.replicas() + " replicas",
              "leave the host's port out, or set replicas: 1");
    }
    if (other != null) {
      port.value()
          .problem(
              "is taken by pod '" + other.pod() + "' at " + other.value().place(),
              "choose another port of the host");
    }
  }

  private static @Nullable PublishedPort firstConflict(List<PublishedPort> ports, int index) {
    for (int i = 0; i < index; i++) {
      if (conflict(ports.get(i), ports.get(index))) {
        return ports.get(i);
      }
    }
    return null;
  }

  private static boolean conflict(PublishedPort one, PublishedPort other) {
    PortMapping a = one.mapping();
    PortMapping b = other.mapping();
    if (a.protocol() != b.protocol() || !meet(a.hostAddress(), b.hostAddress())) {
      return false;
    }
    if (a.hostPort() == 0 || b.hostPort() == 0) {
      return a.hostPort() == b.hostPort()
          && one.pod().equals(other.pod())
          && a.containerPort() == b.containerPort()
          && a.count() == b.count();
    }
    return a.hostPort() < b.hostPort() + b.count() && b.hostPort() < a.hostPort() + a.count();
  }

  /** Whether a packet can come to both: to the same address, or to any one of a family. */
  private static boolean meet(String one, String other) {
    if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
      return true;
    }
    boolean isIpv6 = one.indexOf(':') >= 0;
    String any = isIpv6 ? "::" : "0.0.0.0";
    return isIpv6 == other.indexOf(':') >= 0 && (one.equals(any) || other.equals(any));
  }
}
