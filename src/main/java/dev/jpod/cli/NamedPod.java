package dev.jpod.cli;

import dev.jpod.engine.Observer;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.Serving;
import java.util.List;

/** A pod by its own name, or by that of one of its containers. */
final class NamedPod {
  /** How it is named on the command line. */
  static final String OPERAND =
      "A pod or one of its containers, by name (shop-web-0), place (web[0]) or the start of an id.";

  private NamedPod() {}

  /**
   * The pod of that name.
   *
   * @throws JpodException when the name fits neither a pod nor a container in one
   */
  static ObservedPod find(String name, Observer observer) {
    List<ObservedPod> pods = PodView.placed(observer);
    ObservedPod pod = new PodSelection(pods).find(name);
    if (pod != null) {
      return pod;
    }
    ObservedContainer container =
        new ContainerSelection(
                observer.observeContainers(), id -> Serving.amongObserved(pods).serves(id))
            .find(name);
    if (container == null) {
      return new PodSelection(pods).one(name);
    }
    for (ObservedPod each : pods) {
      if (each.id().equals(container.pod())) {
        return each;
      }
    }
    throw JpodException.notFound(
        "container '" + container.name() + "' is in no pod", "'jpod pod ls' lists the pods");
  }
}
