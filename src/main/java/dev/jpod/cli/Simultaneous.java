package dev.jpod.cli;

import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does one thing to each of several items, to all at the same time. What fails for one does not
 * keep it from the others.
 */
final class Simultaneous {
  private Simultaneous() {}

  /**
   * Does it, and says the name of each item for which it succeeded.
   *
   * @return the exit code
   */
  static <T> int run(List<T> items, Function<T, String> name, Consumer<T> action, Wiring wiring) {
    List<FutureTask<T>> tasks = new ArrayList<>();
    for (T item : items) {
      tasks.add(new FutureTask<>(() -> action.accept(item), item));
    }
    start(tasks);
    int code = ExitCode.DONE.code();
    for (FutureTask<T> task : tasks) {
      try {
        String done = name.apply(task.get());
        if (!wiring.isQuiet()) {
          wiring.console().out().line(done);
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

  private static <T> void start(List<FutureTask<T>> tasks) {
    for (FutureTask<T> task : tasks) {
      if (tasks.size() == 1) {
        task.run();
      } else {
        Thread.ofPlatform().daemon().start(task);
      }
    }
  }
}
