package dev.jpod.diff;

import dev.jpod.diff.Change.Strategy;
import dev.jpod.diff.StrategyChoice.Wish;
import dev.jpod.model.Container;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Lifecycle.RestartPolicy.When;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.Pod;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whether a new pod starts beside the old one or after it. Beside it two pods of one
 * replica run for a while: neither may need what only one can have.
 */
final class StrategyRules {
  private final Desired desired;
  private final ObservedHost host;
  private final Set<String> withoutSecond;
  private final HealthChecks checks;
  private @Nullable List<Holding> holdings;
  private @Nullable List<PodInstance> choosers;

  /** Ports of the host that a replica has or is to have. */
  private record Holding(PodKey key, List<PortMapping> ports) {}

  /**
   * @param withoutSecond the networks, by their names on the host, that have no address for second
   *     pods
   */
  StrategyRules(Desired desired, ObservedHost host, Set<String> withoutSecond) {
    this.withoutSecond = withoutSecond;
    this.desired = desired;
    this.host = host;
    this.checks = new HealthChecks(host.answers().imageChecks());
  }

  /**
   * The strategy for a replica whose containers are to be replaced.
   *
   * @param containers what becomes of its containers
   * @param replacedNetworks the networks for which the old pod has to go
   */
  StrategyChoice choose(
      PodInstance wanted,
      ObservedPod current,
      List<Change.OfWanted> containers,
      List<String> replacedNetworks) {
    if (!runs(current, containers)) {
      return StrategyChoice.STOP_FIRST;
    }
    return switch (wanted.pod().update().strategy()) {
      case STOP_FIRST -> StrategyChoice.STOP_FIRST;
      case START_FIRST -> {
        String obstacle = obstacle(wanted, current, containers, replacedNetworks);
        yield obstacle == null
            ? new StrategyChoice(Strategy.START_FIRST, "", Wish.FOLLOWED)
            : new StrategyChoice(Strategy.STOP_FIRST, obstacle, Wish.NOT_FOLLOWED);
      }
      case AUTO -> automatic(wanted, current, containers, replacedNetworks);
    };
  }

  private StrategyChoice automatic(
      PodInstance wanted,
      ObservedPod current,
      List<Change.OfWanted> containers,
      List<String> replacedNetworks) {
    if (!isChecked(containers) || isAdopted(current, containers)) {
      return StrategyChoice.STOP_FIRST;
    }
    String obstacle = obstacle(wanted, current, containers, replacedNetworks);
    if (obstacle == null) {
      obstacle = harm(wanted.pod());
    }
    if (obstacle == null) {
      obstacle = missingAddress(wanted);
    }
    return obstacle == null
        ? new StrategyChoice(Strategy.START_FIRST, "", Wish.FOLLOWED)
        : new StrategyChoice(Strategy.STOP_FIRST, obstacle, Wish.FOLLOWED);
  }

  private @Nullable String missingAddress(PodInstance wanted) {
    for (Attachment attachment : HostNetworks.attachments(wanted.pod())) {
      if (withoutSecond.contains(attachment.network())) {
        return "network "
            + HostNames.inStackFile(desired.stack(), attachment.network())
            + " has no address for a second one";
      }
    }
    return null;
  }

  private boolean isChecked(List<Change.OfWanted> containers) {
    for (Change.OfWanted change : containers) {
      if (checks.of(change.desired()) != null) {
        return true;
      }
    }
    return false;
  }

  /** Why two cannot be there at once; null when they can. */
  private @Nullable String obstacle(
      PodInstance wanted,
      ObservedPod current,
      List<Change.OfWanted> containers,
      List<String> replacedNetworks) {
    if (isAdopted(current, containers)) {
      return "what is adopted is stopped first";
    }
    if (!replacedNetworks.isEmpty()) {
      return "a network of it is replaced";
    }
    if (runsElsewhere(current, containers)) {
      return "a container of it is not in its pod";
    }
    Pod pod = wanted.pod();
    if (pod.network() instanceof NetworkMode.Host) {
      return "it listens on the host itself";
    }
    if (Endpoints.choosesAny(pod)) {
      return "it has an address of its choice";
    }
    if (waitsForItsAddress(wanted, current)) {
      return "a pod that it depends on gets its address";
    }
    return hasRival(wanted, current) ? "ports move between it and another pod" : null;
  }

  /** Whether there is anything that could go on meanwhile. */
  private static boolean runs(ObservedPod current, List<Change.OfWanted> containers) {
    if (current.status().losesContainers()) {
      return false;
    }
    for (Change.OfWanted change : containers) {
      if (change instanceof Change.OfCurrent ofCurrent
          && ofCurrent.current().status().hasProcess()
          && current.id().equals(ofCurrent.current().pod())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAdopted(ObservedPod current, List<Change.OfWanted> containers) {
    boolean adopted = current.isAdopted();
    for (Change.OfWanted change : containers) {
      adopted |= change instanceof Change.OfCurrent ofCurrent && ofCurrent.current().isAdopted();
    }
    return adopted;
  }

  private static boolean runsElsewhere(ObservedPod current, List<Change.OfWanted> containers) {
    for (Change.OfWanted change : containers) {
      if (change instanceof Change.OfCurrent ofCurrent
          && ofCurrent.current().status().isAlive()
          && !current.id().equals(ofCurrent.current().pod())) {
        return true;
      }
    }
    return false;
  }

  /** Why two at once would do harm although they can be; null when they would not. */
  private static @Nullable String harm(Pod pod) {
    for (Container container : pod.containers()) {
      When when = container.lifecycle().restart().when();
      if (container.role() == Role.MAIN && (when == When.NO || when == When.ON_FAILURE)) {
        return container.name() + " runs to its end";
      }
      for (Mount mount : container.mounts()) {
        String written = written(mount);
        if (written != null && container.role() == Role.MAIN) {
          return "it writes to " + written;
        }
      }
    }
    return null;
  }

  private static @Nullable String written(Mount mount) {
    if (mount.options().contains("ro")) {
      return null;
    }
    return switch (mount) {
      case Mount.Bind bind -> bind.source();
      case Mount.Volume volume -> volume.name() == null ? null : "volume " + volume.name();
      case Mount.Tmpfs _ -> null;
    };
  }

  /** Whether it waits for a pod that waits for an address of the old one. */
  private boolean waitsForItsAddress(PodInstance wanted, ObservedPod current) {
    for (PodInstance other : choosers()) {
      if (!other.key().equals(wanted.key())
          && Endpoints.sharesAny(current.endpoints(), other.pod())
          && dependencies(wanted.pod()).contains(other.key().pod())) {
        return true;
      }
    }
    return false;
  }

  /** The pods that ask for addresses of their choice. */
  private List<PodInstance> choosers() {
    List<PodInstance> known = choosers;
    if (known == null) {
      known = new ArrayList<>(0);
      for (PodInstance pod : desired.pods()) {
        if (Endpoints.choosesAny(pod.pod())) {
          known.add(pod);
        }
      }
      choosers = known;
    }
    return known;
  }

  /** The names of the pods that a pod depends on, through others too. */
  private Set<String> dependencies(Pod pod) {
    Set<String> all = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(pod.dependsOn().keySet());
    for (String name = next.poll(); name != null; name = next.poll()) {
      if (all.add(name)) {
        for (PodInstance each : desired.pods()) {
          if (each.key().pod().equals(name)) {
            next.addAll(each.pod().dependsOn().keySet());
          }
        }
      }
    }
    return all;
  }

  private boolean hasRival(PodInstance wanted, ObservedPod current) {
    List<PortMapping> ports = new ArrayList<>(wanted.pod().ports());
    ports.addAll(current.ports());
    if (ports.isEmpty()) {
      return false;
    }
    for (Holding holding : holdings()) {
      if (!holding.key().equals(wanted.key()) && HostPorts.collide(ports, holding.ports())) {
        return true;
      }
    }
    return false;
  }

  private List<Holding> holdings() {
    List<Holding> known = holdings;
    if (known == null) {
      known = new ArrayList<>();
      for (PodInstance pod : desired.pods()) {
        if (!pod.pod().ports().isEmpty()) {
          known.add(new Holding(pod.key(), pod.pod().ports()));
        }
      }
      for (ObservedPod pod : host.pods()) {
        PodKey owner = pod.owner();
        if (owner != null && !pod.ports().isEmpty()) {
          known.add(new Holding(owner, pod.ports()));
        }
      }
      holdings = known;
    }
    return known;
  }
}
