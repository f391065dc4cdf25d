package dev.jpod.network;

import java.util.List;

/**
 * What stands between the pods of a store and the host, where it is not the host itself that passes
 * packets on.
 *
 * @param process the one that listens on the host's ports in the store's name, and is in nobody's
 *     way; 0 where none does
 * @param resolver who answers pods for names of the host's world; empty for the host's own servers
 * @param ranges the addresses that pods' networks cannot have for it
 */
public record HostSide(long process, String resolver, List<TakenRange> ranges) {
  /** Nothing does. */
  static final HostSide DIRECT = new HostSide(0, "", List.of());

  public HostSide {
    ranges = List.copyOf(ranges);
  }

  /** Whether the host itself is the pods' router. */
  public boolean isDirect() {
    return resolver.isEmpty();
  }
}
