package dev.jpod.model;

/**
 * A run of ports of the host that lead to ports of a pod.
 *
 * @param hostAddress empty for every address of the host
 * @param hostPort the first port on the host, 0 for one that is free
 * @param containerPort the first port in the pod
 * @param count how many ports from there on, at least 1
 */
public record PortMapping(
    String hostAddress, int hostPort, int containerPort, int count, Protocol protocol) {
  /** A transport protocol. */
  public enum Protocol {
    TCP,
    UDP,
    SCTP
  }

  public PortMapping {
    if (count < 1
        || containerPort < 1
        || containerPort + count - 1 > 65535
        || hostPort < 0
        || hostPort + count - 1 > 65535) {
      throw new IllegalArgumentException("ports run from 1 to 65535");
    }
  }
}
