package dev.jpod.diff;

import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.PodInstance;
import dev.jpod.model.PodKey;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ForeignName;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  /**
   * What is about to happen to a pod.
   *
   * @param harmed the containers of others that cannot be in it then
   */
  private record Fate(
      PodKey key, ObservedPod pod, String words, Predicate<ContainerStatus> harmed) {}

  /** Refuses to take the ground away from somebody else's container in a pod. */
  static void refuseGuests(String stack, List<PodChange> pods, ObservedHost host) {
    Map<String, Fate> fates = new HashMap<>(0);
    for (PodChange change : pods) {
      Fate fate = fate(change);
      if (fate != null) {
        fates.put(fate.pod().id(), fate);
      }
    }
    if (fates.isEmpty()) {
      return;
    }
    for (ObservedContainer container : host.containers()) {
      Fate fate = container.pod() == null ? null : fates.get(container.pod());
      InstanceKey owner = container.owner();
      if (fate != null
          && (owner == null || !owner.stack().equals(stack))
          && fate.harmed().test(container.status())) {
        throw ForeignName.guest(fate.key(), fate.words(), container.name(), owner);
      }
    }
  }

  private static @Nullable Fate fate(PodChange change) {
    PodKey key = change.key();
    return switch (change) {
      case PodChange.Remove gone -> new Fate(key, gone.pod(), "would be removed", _ -> true);
      case PodChange.Replace old -> new Fate(key, old.current(), "would be replaced", _ -> true);
      case PodChange.Raise raise ->
          raise.current().status().losesContainers()
              ? new Fate(key, raise.current(), "would be set up anew", ContainerStatus::isAlive)
              : null;
      case PodChange.Create _,
          PodChange.Update _,
          PodChange.Keep _,
          PodChange.Protected _,
          PodChange.Blocked _ ->
          null;
    };
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
