package dev.jpod.network;

import java.nio.file.Path;
import java.util.List;

/** Makes the host's network what a store wants of it. Touches nothing that is not the store's. */
public interface NetworkDriver {
  /**
   * Gives a namespace its links: loopback, one interface per endpoint, addresses and routes. Makes
   * the namespace first and pins it when nothing is pinned at the path. Idempotent; several at once
   * do not disturb each other. The other ends of new links are on the host afterwards, on no bridge
   * yet.
   */
  void link(PodLinks pod, List<HostedNetwork> networks, Path namespace);

  /** Removes links by their ends on the host, those that are there. */
  void unlink(List<String> hostInterfaces);

  /**
   * Makes what pods share what the state says: bridges and the links on them, firewall, names.
   * Idempotent, and so the repair of whatever somebody changed. With no pod in the state nothing of
   * the store is left. One at a time per store.
   */
  void converge(NetworkState state);

  /** Tells what on the host is not as the state says. Changes nothing. */
  NetworkDefects look(NetworkState state);
}
