package dev.jpod.engine;

import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.network.HostPorts;
import dev.jpod.observed.Takeover;
import dev.jpod.store.PodRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses ports of the host for those that a pod publishes without saying where. */
final class PortChoice {
  /** The dynamic ports of RFC 6335. */
  private static final int FIRST = 49152;

  private static final int LAST = 65535;

  private final List<PortMapping> taken = new ArrayList<>();

  /**
   * @param all the records of all pods; those of the pod itself, of the one whose place it takes
   *     and of the one that takes its place do not count
   */
  PortChoice(List<PodRecord> all, PodRecord itself) {
    for (PodRecord pod : all) {
      boolean other = !pod.id().equals(itself.id());
      if (other && !isFrom(pod, itself.takeover()) && !isFrom(itself, pod.takeover())) {
        taken.addAll(pod.ports());
      }
    }
  }

  private static boolean isFrom(PodRecord pod, @Nullable Takeover takeover) {
    return takeover != null && takeover.from().equals(pod.id());
  }

  /**
   * The ports with a port of the host each.
   *
   * @param present what was chosen before; it is kept for the same port of the pod
   */
  List<PortMapping> choose(List<PortMapping> asked, List<PortMapping> present) {
    List<PortMapping> chosen = new ArrayList<>();
    for (PortMapping port : asked) {
      if (port.hostPort() == 0) {
        PortMapping before = before(port, present);
        chosen.add(before == null ? free(port, chosen) : before);
      } else {
        chosen.add(port);
      }
    }
    return chosen;
  }

  private static @Nullable PortMapping before(PortMapping asked, List<PortMapping> present) {
    for (PortMapping port : present) {
      if (port.hostPort() >= FIRST && asked.equals(at(port, 0))) {
        return port;
      }
    }
    return null;
  }

  private PortMapping free(PortMapping asked, List<PortMapping> chosen) {
    HostPorts host = HostPorts.read();
    for (int port = FIRST; port + asked.count() - 1 <= LAST; port++) {
      PortMapping candidate = at(asked, port);
      if (!overlaps(candidate, taken)
          && !overlaps(candidate, chosen)
          && host.listeners(List.of(candidate)).isEmpty()) {
        return candidate;
      }
    }
    throw JpodException.refused(
        "no port of the host is free for port " + asked.containerPort() + " of the pod",
        "name one, as in '8080:" + asked.containerPort() + "'");
  }

  private static boolean overlaps(PortMapping port, List<PortMapping> others) {
    Protocol protocol = port.protocol();
    for (PortMapping other : others) {
      if (other.protocol() == protocol
          && port.hostPort() < other.hostPort() + other.count()
          && other.hostPort() < port.hostPort() + port.count()) {
        return true;
      }
    }
    return false;
  }

  private static PortMapping at(PortMapping port, int hostPort) {
    return new PortMapping(
        port.hostAddress(), hostPort, port.containerPort(), port.count(), port.protocol());
  }
}
