package dev.jpod.cli;

import dev.jpod.observed.ObservedContainer;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing to each of the containers that were named, to all at the same time. All names are
 * understood before anything is done, and what fails for one does not keep it from the others.
 */
final class EachContainer {
  private EachContainer() {}

  /** Does it to the operands; says the name of each container for which it succeeded. */
  static int run(Arguments arguments, Wiring wiring, Consumer<ObservedContainer> action) {
    List<ObservedContainer> chosen = ContainerSelection.of(wiring).all(arguments.operands());
    return Simultaneous.run(chosen, ObservedContainer::name, action, wiring);
  }

  /**
   * Does something to the operands that stops them.
   *
   * @param action gets the container's id and how long to wait; null for the container's own time
   */
  static int stop(
      Arguments arguments, Wiring wiring, BiConsumer<String, @Nullable Duration> action) {
    Duration timeout = arguments.duration(Syntax.TIME);
    return run(arguments, wiring, container -> action.accept(container.id(), timeout));
  }
}
