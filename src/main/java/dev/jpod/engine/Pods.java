package dev.jpod.engine;

import dev.jpod.model.PodInstance;
import dev.jpod.store.PodRecord;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/**
 * The part of a pod that is not its containers: the namespaces that they share, their links to
 * networks, published ports and names. Every method takes the full id and may be called from
 * several threads and processes at once.
 */
public interface Pods {
  /**
   * Makes a pod with its addresses, without raising it; on failure nothing of it is left. Its
   * networks exist. That nobody else has its name, the caller sees to by {@link NameClaims}.
   */
  PodRecord create(PodRequest request);

  /**
   * Makes namespaces, links, rules and names what the record says. Idempotent, and so the repair of
   * whatever is missing. When it returns, containers can run in the pod.
   */
  default void raise(String id) {
    beginRaise(id).await();
  }

  /**
   * As {@link #raise}, but returns as soon as containers can be made that join the pod.
   *
   * @return what opens when they can run, and fails when the rest of the pod cannot be raised
   */
  Gate beginRaise(String id);

  /**
   * Takes namespaces, links, rules and names away; what the record says stays, addresses included.
   * Idempotent. Its containers have ended.
   */
  void lower(String id);

  /**
   * Changes ports, networks, aliases, resolver settings and limits of a pod, up or not. One that no
   * stack owns becomes the instance's; one of another stack is refused.
   *
   * @param kept addresses for others, which it is not given
   * @param left the limits that stay live as others made them, by the paths of their fields
   */
  PodRecord update(
      String id,
      PodInstance instance,
      SortedMap<String, String> applied,
      KeptAddresses kept,
      Set<String> left);

  /**
   * Gives a pod back that a stack has taken over: no stack owns it, and nothing else changes. Does
   * nothing to one that is gone or not that stack's.
   */
  void disown(String id, String stack);

  /**
   * Has a pod that was made for it take the published ports and names of the pod whose place it
   * takes: all in one step, and for good, even if this run dies. Idempotent; on failure everything
   * is as before. Connections that are open go on where they are.
   */
  void takeOver(String id);

  /** As {@link #drain(String, Duration, BooleanSupplier)}, and never gives up. */
  default Drained drain(String id, Duration longest) {
    return drain(id, longest, () -> false);
  }

  /**
   * Waits until nobody outside has a connection open to what a pod listens on, and has had none for
   * a moment. A pod that is down has none.
   *
   * @param longest how long to wait at most
   * @param givenUp asked several times a second; when it says so, the wait is over at once
   */
  Drained drain(String id, Duration longest, BooleanSupplier givenUp);

  /** Lowers a pod and forgets it; refuses while a container belongs to it. Idempotent. */
  void remove(String id);
}
