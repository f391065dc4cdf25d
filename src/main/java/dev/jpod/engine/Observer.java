package dev.jpod.engine;

import dev.jpod.observed.Listener;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import java.util.List;
import java.util.Set;

/**
 * Looks at what a host has and changes nothing. It reads files; only where pods have links it asks
 * for the firewall's rules, which no file tells.
 */
public interface Observer {
  /** All containers, by name. */
  List<ObservedContainer> observeContainers();

  /** All containers, volumes, pods and networks; nobody is asked for listeners. */
  ObservedHost observe();

  /** Who listens on one of these ports of the host, by whatever address and protocol. */
  List<Listener> listeners(Set<Integer> ports);

  /** One container; a missing one is an error of kind NOT_FOUND. */
  ObservedContainer observe(String id);
}
