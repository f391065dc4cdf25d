package dev.jpod.engine;

import dev.jpod.model.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Addresses that nobody is given who does not ask for them: others of the same run do.
 *
 * @param byNetwork the addresses by the networks' names on the host
 */
public record KeptAddresses(Map<String, Set<IpAddress>> byNetwork) {
  /** Everything that is free may be given. */
  public static final KeptAddresses NONE = new KeptAddresses(Map.of());

  public KeptAddresses {
    Map<String, Set<IpAddress>> copy = new HashMap<>();
    byNetwork.forEach((network, addresses) -> copy.put(network, Set.copyOf(addresses)));
    byNetwork = Map.copyOf(copy);
  }

  /** Those of one network. */
  Set<IpAddress> in(String network) {
    return byNetwork.getOrDefault(network, Set.of());
  }
}
