package dev.jpod.model;

import java.util.Comparator;

/**
 * Which container this is, across replacements: one replica of one container of a pod of a stack.
 */
public record InstanceKey(String stack, String pod, int replica, String container)
    implements Comparable<InstanceKey> {
  private static final Comparator<InstanceKey> ORDER =
      Comparator.comparing(InstanceKey::stack)
          .thenComparing(InstanceKey::pod)
          .thenComparingInt(InstanceKey::replica)
          .thenComparing(InstanceKey::container);

  public InstanceKey {
    Names.requireLabel(stack);
    Names.requireLabel(pod);
    Names.requireLabel(container);
    if (replica < 0) {
      throw new IllegalArgumentException("a replica's number is not negative: " + replica);
    }
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
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return stack + "/" + display();
  }
}
