package dev.jpod.network;

import java.util.Set;

/**
 * What on the host is not as a store wants it.
 *
 * @param unlinked the pods of which a link is gone or hangs on no bridge
 * @param shared what is missing of what all pods share
 */
public record NetworkDefects(Set<String> unlinked, Set<Shared> shared) {
  public NetworkDefects {
    unlinked = Set.copyOf(unlinked);
    shared = Set.copyOf(shared);
  }

  /** What all pods share. */
  public enum Shared {
    RULES,
    NAMES,
    /** The way between the store's own network and the host, for one who is not root. */
    UPLINK
  }
}
