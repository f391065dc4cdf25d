package dev.jpod.observed;

import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.PodKey;
import org.jspecify.annotations.Nullable;

/** What is said when a name that a stack needs belongs to somebody else. */
public final class ForeignName {
  private ForeignName() {}

  /** The refusal of a container, whether it is seen by the plan or when it is made. */
  public static JpodException ofContainer(
      InstanceKey key, String id, String name, @Nullable InstanceKey owner) {
    String holder = "container " + ObservedContainer.shortened(id);
    return JpodException.refused(
        needed("'" + key.display() + "'", name)
            + holder
            + (owner == null ? ", which no stack owns" : " of stack '" + owner.stack() + "'"),
        owner == null
            ? "take it over with --adopt, remove it with 'jpod rm " + name + "', or rename the pod"
            : "rename the pod or the stack, or remove it from stack '" + owner.stack() + "'");
  }

  /** {@code pod 'web[0]' of stack 'shop'}, or that no stack owns it. */
  public static String pod(String name, @Nullable PodKey owner) {
    return owner == null
        ? "pod '" + name + "', which no stack owns"
        : "pod '" + owner.display() + "' of stack '" + owner.stack() + "'";
  }

  /** Why a network cannot be made that is there already. */
  public static String reasonOfNetwork(String name, @Nullable String owner) {
    return reason("network", name, owner);
  }

  /** What to do about it. */
  public static String hintOfNetwork(String name, @Nullable String owner) {
    return hint("network", name, owner);
  }

  /** The refusal of a network that somebody else made after the plan. */
  public static JpodException ofNetwork(String name, @Nullable String owner) {
    return JpodException.refused(reasonOfNetwork(name, owner), hintOfNetwork(name, owner));
  }

  /** Why a volume cannot be used that is there already. */
  public static String reasonOfVolume(String name, @Nullable String owner) {
    return reason("volume", name, owner);
  }

  /** What to do about it. */
  public static String hintOfVolume(String name, @Nullable String owner) {
    return hint("volume", name, owner);
  }

  /** The refusal of a volume that somebody else made after the plan. */
  public static JpodException ofVolume(String name, @Nullable String owner) {
    return JpodException.refused(reason("volume", name, owner), hint("volume", name, owner));
  }

  private static String reason(String kind, String name, @Nullable String owner) {
    return "the "
        + kind
        + " '"
        + name
        + "' is there already, but "
        + (owner == null ? "no stack owns it" : "stack '" + owner + "' owns it");
  }

  private static String hint(String kind, String name, @Nullable String owner) {
    return owner == null
        ? "take it over with --adopt, rename the "
            + kind
            + ", or remove the other with 'jpod "
            + kind
            + " rm "
            + name
            + "'"
        : "rename the " + kind + ", or this stack";
  }

  /** The refusal of a pod, whether it is seen by the plan or when names are taken. */
  public static JpodException ofPod(PodKey key, @Nullable PodKey owner) {
    return JpodException.refused(
        needed("pod '" + key.display() + "'", key.podName()) + pod(key.podName(), owner),
        owner == null
            ? "take it over with --adopt, rename the pod, or remove the other with 'jpod pod rm "
                + key.podName()
                + "'"
            : "rename the pod or the stack, or remove the other pod");
  }

  /**
   * The refusal of what would happen to a pod that a container of somebody else is in.
   *
   * @param fate for example {@code would be removed}
   */
  public static JpodException guest(
      PodKey key, String fate, String container, @Nullable InstanceKey owner) {
    return JpodException.refused(
        "pod '"
            + key.display()
            + "' "
            + fate
            + ", but container '"
            + container
            + "' is in it"
            + (owner == null ? ", which no stack owns" : " of stack '" + owner.stack() + "'"),
        owner == null
            ? "remove that container with 'jpod rm " + container + "'"
            : "take that container out of stack '" + owner.stack() + "'");
  }

  /** The refusal of a pod whose name another run has taken. */
  public static JpodException ofPodBeingMade(PodKey key, String stack) {
    return beingMade("pod '" + key.display() + "'", key.podName(), stack);
  }

  /** The refusal of a container whose name another run has taken. */
  public static JpodException ofContainerBeingMade(InstanceKey key, String stack) {
    return beingMade("'" + key.display() + "'", key.containerName(), stack);
  }

  private static JpodException beingMade(String asker, String name, String stack) {
    return JpodException.refused(
        needed(asker, name) + "a run of stack '" + stack + "' that is under way",
        "rename the pod or one of the two stacks");
  }

  private static String needed(String asker, String name) {
    return asker + " needs the name '" + name + "', but that is held by ";
  }
}
