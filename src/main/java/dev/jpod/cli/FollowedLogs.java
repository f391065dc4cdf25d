package dev.jpod.cli;

import dev.jpod.engine.LogLine;
import dev.jpod.engine.LogQuery;
import dev.jpod.engine.Logs;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The lines of several logs as they come. */
final class FollowedLogs {
  private FollowedLogs() {}

  /**
   * Ends when all containers have ended, or with the first failure; what is left then ends with the
   * process. The sink is called by several threads.
   *
   * @param queries what is asked for of each container
   */
  static void read(
      Logs logs,
      List<ObservedContainer> containers,
      Function<ObservedContainer, LogQuery> queries,
      BiConsumer<ObservedContainer, LogLine> sink) {
    ExecutorCompletionService<Void> readers =
        new ExecutorCompletionService<>(command -> Thread.ofPlatform().daemon().start(command));
    for (ObservedContainer container : containers) {
      readers.submit(
          () ->
              logs.read(
                  container.id(), queries.apply(container), line -> sink.accept(container, line)),
          null);
    }
    try {
      for (int i = 0; i < containers.size(); i++) {
        readers.take().get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JpodException.failed("the command was interrupted", "run it again");
    }
  }
}
