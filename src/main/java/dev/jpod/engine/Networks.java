package dev.jpod.engine;

import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.store.NetworkRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The networks of a store. A bridge is on the host only while a pod is attached to it. */
public interface Networks {
  /** All networks by name. */
  List<NetworkRecord> list();

  /** One network; a missing one is an error of kind NOT_FOUND. */
  NetworkRecord inspect(String name);

  /**
   * Makes a network, with ranges of its own choice where none are asked for. Idempotent for the
   * same wish of the same stack; refuses a name that is taken otherwise and ranges that overlap
   * those of another network or of the host.
   *
   * @param stack the stack that owns it, or null
   */
  NetworkRecord create(String name, @Nullable String stack, NetworkSpec spec);

  /**
   * Takes over what can change while pods are attached: labels and isolation. One that no stack
   * owns becomes the stack's.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when another stack owns it
   */
  NetworkRecord revise(String name, String stack, NetworkSpec spec);

  /**
   * Gives a network back that a stack has taken over: no stack owns it, and what is asked of it is
   * what was asked before. Does nothing to one that is gone or not that stack's.
   */
  void disown(String name, String stack, NetworkSpec before);

  /** Removes a network; refuses while a pod is attached. Idempotent. */
  void remove(String name);

  /** Removes every network to which no pod is attached, and names them. */
  List<String> prune();

  /** Attaches a pod to one more network, at once when it is up. */
  void connect(String pod, Attachment attachment);

  /** Takes a pod out of a network, at once when it is up. */
  void disconnect(String pod, String network);

  /** Makes links, rules and names of all pods what the records say. */
  void reload();
}
