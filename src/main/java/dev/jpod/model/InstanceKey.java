package dev.jpod.model;

import org.jspecify.annotations.Nullable;

/**
 * Which container this is, across replacements: one replica of one container of a pod of a stack.
 */
public record InstanceKey(String stack, String pod, int replica, String container)
    implements Comparable<InstanceKey> {
  public InstanceKey {
    Names.requireLabel(stack);
    Names.requireLabel(pod);
    Names.requireLabel(container);
    if (replica < 0) {
      throw new IllegalArgumentException("a replica's number is not negative: " + replica);
    }
  }

  /** The pod that it belongs to. */
  public PodKey podKey() {
    return new PodKey(stack, pod, replica);
  }

  /** How people see it within its stack: {@code web[0]}, or {@code web[0].nginx}. */
  public String display() {
    return pod + "[" + replica + "]" + (container.equals(pod) ? "" : "." + container);
  }

  /** The container's name on the host: {@code shop-web-0}, or {@code shop-web-0-nginx}. */
  public String containerName() {
    return stack + "-" + pod + "-" + replica + (container.equals(pod) ? "" : "-" + container);
  }

  @Override
  public int compareTo(InstanceKey other) {
    int order = stack.compareTo(other.stack);
    if (order == 0) {
      order = pod.compareTo(other.pod);
    }
    if (order == 0) {
      order = Integer.compare(replica, other.replica);
    }
    return order == 0 ? container.compareTo(other.container) : order;
  }

  // Written out, since a record's own equals and hashCode are linked at run time, which would cost
  // every start some milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InstanceKey key
        && replica == key.replica
        && stack.equals(key.stack)
        && pod.equals(key.pod)
        && container.equals(key.container);
  }

  @Override
  public int hashCode() {
    return ((stack.hashCode() * 31 + pod.hashCode()) * 31 + replica) * 31 + container.hashCode();
  }

  @Override
  public String toString() {
    return stack + "/" + display();
  }
}
