package dev.jpod.plan;

import dev.jpod.diff.HostNetworks;
import dev.jpod.diff.NetworkChange;
import dev.jpod.model.NetworkSpec;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.observed.ObservedPod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes and removes networks: before the pods that need them, after the pods that had them. */
final class NetworkSteps {
  private final StepGraph graph;
  private final List<NetworkChange> changes;
  private final Map<String, String> removals = new HashMap<>();

  NetworkSteps(StepGraph graph, List<NetworkChange> changes) {
    this.graph = graph;
    this.changes = changes;
  }

  /** Adds every step. */
  void add() {
    for (NetworkChange change : changes) {
      String cause = Reasons.of(change).text();
      switch (change) {
        case NetworkChange.Create create ->
            graph.add(new Action.CreateNetwork(create.network(), create.spec()), cause);
        case NetworkChange.Revise revise ->
            graph.add(new Action.ReviseNetwork(revise.network(), revise.spec()), cause);
        case NetworkChange.Replace replace -> {
          String removed = remove(replace.network(), cause);
          graph.order(
              removed,
              graph.add(new Action.CreateNetwork(replace.network(), replace.spec()), cause));
        }
        case NetworkChange.Remove remove -> remove(remove.network(), cause);
        case NetworkChange.Blocked _ -> {}
      }
    }
    orderChoices();
    for (NetworkChange change : changes) {
      ObservedNetwork going = going(change);
      for (NetworkChange other : changes) {
        if (going != null && HostNetworks.waitsFor(other, going)) {
          graph.order(removals.get(change.network()), Ids.creationOfNetwork(other.network()));
        }
      }
    }
  }

  /** A network that is given a range comes after those that ask for one, which may be the same. */
  private void orderChoices() {
    for (NetworkChange asking : changes) {
      NetworkSpec asked = asking.made();
      if (asked == null || asked.subnets().isEmpty()) {
        continue;
      }
      for (NetworkChange choosing : changes) {
        NetworkSpec chosen = choosing.made();
        if (chosen != null && chosen.subnets().isEmpty()) {
          graph.order(
              Ids.creationOfNetwork(asking.network()), Ids.creationOfNetwork(choosing.network()));
        }
      }
    }
  }

  private static @Nullable ObservedNetwork going(NetworkChange change) {
    return switch (change) {
      case NetworkChange.Replace replace -> replace.current();
      case NetworkChange.Remove remove -> remove.current();
      case NetworkChange.Create _, NetworkChange.Revise _, NetworkChange.Blocked _ -> null;
    };
  }

  private String remove(String network, String cause) {
    String removed = graph.add(new Action.RemoveNetwork(network), cause);
    removals.put(network, removed);
    return removed;
  }

  /** The networks that are made. */
  Set<String> made() {
    Set<String> made = new HashSet<>();
    for (NetworkChange change : changes) {
      if (change instanceof NetworkChange.Create || change instanceof NetworkChange.Replace) {
        made.add(change.network());
      }
    }
    return made;
  }

  /** Lets the networks that a pod is in wait until it has left them. */
  void leave(ObservedPod pod, @Nullable String left) {
    for (Map.Entry<String, String> removal : removals.entrySet()) {
      if (HostNetworks.isIn(pod, removal.getKey())) {
        graph.order(left, removal.getValue());
      }
    }
  }
}
