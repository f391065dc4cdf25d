package dev.jpod.cli;

import dev.jpod.observed.ObservedPod;
import dev.jpod.reconcile.PodLife;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Does one thing to each of the pods that were named, to all at the same time. All names are
 * understood before anything is done, and what fails for one does not keep it from the others.
 */
final class EachPod {
  private EachPod() {}

  /** Does it to the operands; says the name of each pod for which it succeeded. */
  static int run(Arguments arguments, Wiring wiring, BiConsumer<PodLife, ObservedPod> action) {
    List<ObservedPod> chosen =
        new PodSelection(wiring.engine().observer().observe().pods()).all(arguments.operands());
    PodLife life = new PodLife(wiring.engine());
    return Simultaneous.run(chosen, ObservedPod::name, pod -> action.accept(life, pod), wiring);
  }
}
