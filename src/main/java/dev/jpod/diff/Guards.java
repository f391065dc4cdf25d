package dev.jpod.diff;

import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ForeignName;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an apply refuses before it compares anything. */
final class Guards {
  private Guards() {}

  static void refuseEmpty(Desired desired, Collection<InstanceKey> existing) {
    if (!desired.instances().isEmpty()) {
      return;
    }
    String stack = "stack '" + desired.stack() + "' asks for no container";
    throw existing.isEmpty()
        ? JpodException.refused(
            stack + ", and an empty stack is refused",
            "give it a pod that has at least one replica")
        : JpodException.refused(
            stack + ", which would remove every one that it has, " + existing.size() + " in all",
            "if that is meant, run 'jpod destroy " + desired.stack() + "'");
  }

  /** Refuses to take a pod away in which somebody else has a container. */
  static void refuseGuests(String stack, List<PodChange> pods, ObservedHost host) {
    Map<String, PodChange> going = new HashMap<>(0);
    for (PodChange change : pods) {
      if (change instanceof PodChange.Remove remove) {
        going.put(remove.pod().id(), change);
      } else if (change instanceof PodChange.Replace replace) {
        going.put(replace.current().id(), change);
      }
    }
    if (going.isEmpty()) {
      return;
    }
    for (ObservedContainer container : host.containers()) {
      PodChange change = container.pod() == null ? null : going.get(container.pod());
      InstanceKey owner = container.owner();
      if (change != null && (owner == null || !owner.stack().equals(stack))) {
        String fate = change instanceof PodChange.Remove ? "would be removed" : "would be replaced";
        throw ForeignName.guest(change.key(), fate, container.name(), owner);
      }
    }
  }

  static void refuseForeignNames(Desired desired, ObservedHost host) {
    refuseForeignContainers(desired, host);
    for (ObservedPod pod : host.pods()) {
      PodKey owner = pod.owner();
      if (owner == null || !owner.stack().equals(desired.stack())) {
        refuseNameOf(pod, desired);
      }
    }
  }

  private static void refuseNameOf(ObservedPod foreign, Desired desired) {
    for (PodInstance pod : desired.pods()) {
      if (pod.key().podName().equals(foreign.name())) {
        throw ForeignName.ofPod(pod.key(), foreign.owner());
      }
    }
  }

  private static void refuseForeignContainers(Desired desired, ObservedHost host) {
    Map<String, ObservedContainer> foreign = new HashMap<>();
    for (ObservedContainer container : host.containers()) {
      InstanceKey owner = container.owner();
      if (owner == null || !owner.stack().equals(desired.stack())) {
        foreign.put(container.name(), container);
      }
    }
    if (foreign.isEmpty()) {
      return;
    }
    for (Instance instance : desired.instances()) {
      ObservedContainer holder = foreign.get(instance.key().containerName());
      if (holder != null) {
        throw ForeignName.ofContainer(instance.key(), holder.id(), holder.name(), holder.owner());
      }
    }
  }
}
