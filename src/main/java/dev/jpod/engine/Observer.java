package dev.jpod.engine;

import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.HostQuestions;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import java.util.List;

/**
 * Looks at what a host has and changes nothing. It reads files; only where pods have links it asks
 * for the firewall's rules, which no file tells.
 */
public interface Observer {
  /** All containers, by name. */
  List<ObservedContainer> observeContainers();

  /** All containers, volumes, pods and networks; the host is asked nothing else. */
  ObservedHost observe();

  /**
   * What the host says to what has to be known before something is made on it. Starts nothing.
   *
   * @param runtime the OCI runtime of the containers that are to be made, by name or absolute path
   */
  HostAnswers answer(HostQuestions questions, String runtime);

  /** One container; a missing one is an error of kind NOT_FOUND. */
  ObservedContainer observe(String id);
}
