package dev.jpod.engine;

import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.network.HostPorts;
import dev.jpod.network.OtherStores;
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

  private static final int COUNT = LAST - FIRST + 1;

  private final NetworkRoom room;
  private final List<PortMapping> taken = new ArrayList<>();
  private @Nullable List<PortMapping> ofOtherStores;

  /**
   * @param room of the store; its rules, and those of other stores, are asked for what is published
   * @param all the records of all pods; those of the pod itself, of the one whose place it takes
   *     and of the one that takes its place do not count
   */
  PortChoice(NetworkRoom room, List<PodRecord> all, PodRecord itself) {
    this.room = room;
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

  /**
   * Each store begins at another place: what two choose at the same moment neither has in its rules
   * yet.
   */
  private PortMapping free(PortMapping asked, List<PortMapping> chosen) {
    HostPorts host = HostPorts.read();
    List<PortMapping> others = ofOtherStores();
    int first = room.names().number() % COUNT;
    for (int i = 0; i < COUNT; i++) {
      PortMapping candidate = at(asked, FIRST + (first + i) % COUNT);
      if (candidate.hostPort() + asked.count() - 1 <= LAST
          && !overlaps(candidate, taken)
          && !overlaps(candidate, chosen)
          && !overlaps(candidate, others)
          && host.listeners(List.of(candidate)).isEmpty()) {
        return candidate;
      }
    }
    throw JpodException.refused(
        "no port of the host is free for port " + asked.containerPort() + " of the pod",
        "name one, as in '8080:" + asked.containerPort() + "'");
  }

  private List<PortMapping> ofOtherStores() {
    List<PortMapping> known = ofOtherStores;
    if (known == null) {
      known = OtherStores.published(room.names(), new ProcessRunner(), Programs.ofHost());
      ofOtherStores = known;
    }
    return known;
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
