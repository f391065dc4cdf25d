package dev.jpod.manifest;

import dev.jpod.model.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The wish of a pod to take part in one network.
 *
 * @param value where the entry stands
 * @param aliases the list of further names, or null when there is none
 */
record Joining(
    String pod,
    int replicas,
    String network,
    Value value,
    @Nullable Fixed<IpAddress> ipv4,
    @Nullable Fixed<IpAddress> ipv6,
    @Nullable Fixed<String> mac,
    @Nullable Value aliases) {
  /** Something that only one pod of a network can have. */
  record Fixed<T>(T what, Value value) {}

  Joining(String pod, int replicas, String network, Value value) {
    this(pod, replicas, network, value, null, null, null, null);
  }
}
