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
      PublishedPort port = ports.get(i);
      if (port.mapping().hostPort() == 0) {
        continue;
      }
      if (port.replicas() > 1) {
        port.value()
            .problem(
                "one port of the host cannot lead to " + port.replicas() + " replicas",
                "leave the host's port out, or set replicas: 1");
      }
      PublishedPort other = firstConflict(ports, i);
      if (other != null) {
        port.value()
            .problem(
                "is taken by pod '" + other.pod() + "' at " + other.value().place(),
                "choose another port of the host");
      }
    }
  }

  private static @Nullable PublishedPort firstConflict(List<PublishedPort> ports, int index) {
    for (int i = 0; i < index; i++) {
      if (conflict(ports.get(i).mapping(), ports.get(index).mapping())) {
        return ports.get(i);
      }
    }
    return null;
  }

  private static boolean conflict(PortMapping a, PortMapping b) {
    return a.protocol() == b.protocol()
        && a.hostPort() != 0
        && a.hostPort() < b.hostPort() + b.count()
        && b.hostPort() < a.hostPort() + a.count()
        && (isEveryAddress(a) || isEveryAddress(b) || a.hostAddress().equals(b.hostAddress()));
  }

  private static boolean isEveryAddress(PortMapping mapping) {
    String address = mapping.hostAddress();
    return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
  }
}
