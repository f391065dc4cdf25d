package dev.jpod.engine;

import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import java.util.List;

/** Looks at what a host has, by reading files only: it starts no process and changes nothing. */
public interface Observer {
  /** All containers, by name. */
  List<ObservedContainer> observeContainers();

  /** All containers and volumes. */
  ObservedHost observe();

  /** One container; a missing one is an error of kind NOT_FOUND. */
  ObservedContainer observe(String id);
}
