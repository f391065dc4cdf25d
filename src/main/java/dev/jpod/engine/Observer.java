package dev.jpod.engine;

import dev.jpod.observed.Listener;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import java.util.List;
import java.util.Set;

/** Looks at what a host has, by reading files only: it starts no process and changes nothing. */
public interface Observer {
  /** All containers, by name. */
  List<ObservedContainer> observeContainers();

  /** All containers, volumes, pods and networks; nobody is asked for listeners. */
  ObservedHost observe();

  /** Who listens on one of these ports of the host, by whatever address and protocol. */
  default List<Listener> listeners(Set<Integer> ports) {
    throw new UnsupportedOperationException("listeners");
  }

  /** One container; a missing one is an error of kind NOT_FOUND. */
  ObservedContainer observe(String id);
}
