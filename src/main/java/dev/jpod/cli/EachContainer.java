package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
    List<ObservedContainer> chosen =
        new ContainerSelection(wiring.engine().observer().observeContainers())
            .all(arguments.operands());
    List<FutureTask<ObservedContainer>> tasks = new ArrayList<>();
    for (ObservedContainer container : chosen) {
      tasks.add(new FutureTask<>(() -> action.accept(container), container));
    }
    start(tasks);
    int code = ExitCode.DONE.code();
    for (FutureTask<ObservedContainer> task : tasks) {
      try {
        String name = task.get().name();
        if (!wiring.isQuiet()) {
          wiring.console().out().line(name);
        }
      } catch (ExecutionException e) {
        wiring.failures().report(e.getCause() == null ? e : e.getCause());
        code = ExitCode.ENGINE.code();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw JpodException.failed("the command was interrupted", "run it again");
      }
    }
    return code;
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

  private static void start(List<FutureTask<ObservedContainer>> tasks) {
    for (FutureTask<ObservedContainer> task : tasks) {
      if (tasks.size() == 1) {
        task.run();
      } else {
        Thread.ofPlatform().daemon().start(task);
      }
    }
  }
}
