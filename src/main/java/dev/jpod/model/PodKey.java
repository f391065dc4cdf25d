package dev.jpod.model;

import org.jspecify.annotations.Nullable;

/** Which pod this is, across replacements: one replica of a pod of a stack. */
public record PodKey(String stack, String pod, int replica) implements Comparable<PodKey> {
  public PodKey {
    Names.requireLabel(stack);
    Names.requireLabel(pod);
    if (replica < 0) {
      throw new IllegalArgumentException("a replica's number is not negative: " + replica);
    }
  }

  /** One of its containers. */
  public InstanceKey container(String name) {
    return new InstanceKey(stack, pod, replica, name);
  }

  /** How people see it within its stack: {@code web[0]}. */
  public String display() {
    return pod + "[" + replica + "]";
  }

  /** The pod's name on the host: {@code shop-web-0}. */
  public String podName() {
    return stack + "-" + pod + "-" + replica;
  }

  @Override
  public int compareTo(PodKey other) {
    int order = stack.compareTo(other.stack);
    if (order == 0) {
      order = pod.compareTo(other.pod);
    }
    return order == 0 ? Integer.compare(replica, other.replica) : order;
  }

  // Written out for the reason that InstanceKey gives.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PodKey key
        && replica == key.replica
        && stack.equals(key.stack)
        && pod.equals(key.pod);
  }

  @Override
  public int hashCode() {
    return (stack.hashCode() * 31 + pod.hashCode()) * 31 + replica;
  }

  @Override
  public String toString() {
    return stack + "/" + display();
  }
}
