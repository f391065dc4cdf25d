package dev.jpod.cli;

import dev.jpod.engine.LogLine;
import dev.jpod.engine.LogQuery;
import dev.jpod.engine.LogQuery.Following;
import dev.jpod.engine.Logs;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code jpod logs}. */
final class LogsCommand implements Subcommand {
  private static final String FOLLOW = "--follow";
  private static final String TAIL = "--tail";
  private static final String ALL = "all";
  private static final String SINCE = "--since";
  private static final String TIMESTAMPS = "--timestamps";
  private static final String STREAM = "--stream";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows what containers have written to their standard output and standard error, both"
                + " on standard output.",
            "Of several containers, each line starts with the container's name.")
        .flag("-f," + FOLLOW, "Go on with what is written from now, until the container ends.")
        .option("-n," + TAIL, "LINES", "Only the last lines: a number, or all. Default: all.")
        .option(
            SINCE,
            "TIME",
            "Only lines from then on: how long ago (10m), a time as in RFC 3339, or seconds since"
                + " 1970.")
        .flag("-t," + TIMESTAMPS, "Start each line with its time.")
        .option(STREAM, "NAME", "Only what was written to stdout, or to stderr. Default: both.")
        .output()
        .containers()
        .example("jpod logs -f web", "Follows the only container of the pod web.")
        .example("jpod logs --since 10m -n 100 shop-web-0 shop-web-1", "The latest of two.")
        .section(
            "Fields of the JSON objects, one a line",
            List.of("  container, time (RFC 3339), stream (stdout, stderr), text"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    LogQuery query = query(arguments);
    List<ObservedContainer> chosen =
        new ContainerSelection(wiring.engine().observer().observeContainers())
            .all(arguments.operands());
    LogPrinter printer =
        new LogPrinter(
            wiring.console().out(),
            new LogPrinter.Look(
                arguments.format(),
                arguments.has(TIMESTAMPS) ? LogPrinter.Time.SHOWN : LogPrinter.Time.HIDDEN,
                chosen.size() > 1 ? LogPrinter.Container.SHOWN : LogPrinter.Container.HIDDEN,
                stream(arguments),
                query.following()));
    Logs logs = wiring.engine().logs();
    if (query.following() == Following.UNTIL_END && chosen.size() > 1) {
      atTheSameTime(chosen, container -> read(logs, container, query, printer));
    } else {
      chosen.forEach(container -> read(logs, container, query, printer));
    }
    return ExitCode.DONE.code();
  }

  private static void read(
      Logs logs, ObservedContainer container, LogQuery query, LogPrinter printer) {
    logs.read(container.id(), query, line -> printer.print(container.name(), line));
  }

  /**
   * Ends when all have ended, or with the first failure; what is left then ends with the process.
   */
  private static void atTheSameTime(
      List<ObservedContainer> containers, Consumer<ObservedContainer> action) {
    ExecutorCompletionService<Void> readers =
        new ExecutorCompletionService<>(command -> Thread.ofPlatform().daemon().start(command));
    for (ObservedContainer container : containers) {
      readers.submit(() -> action.accept(container), null);
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

  private static LogQuery query(Arguments arguments) {
    return new LogQuery(
        arguments.value(TAIL, ALL).equals(ALL) ? -1 : arguments.number(TAIL, 0),
        arguments.point(SINCE),
        arguments.has(FOLLOW) ? Following.UNTIL_END : Following.NO);
  }

  private static LogLine.@Nullable Stream stream(Arguments arguments) {
    String value = arguments.value(STREAM);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case "stdout" -> LogLine.Stream.STDOUT;
      case "stderr" -> LogLine.Stream.STDERR;
      default -> throw Arguments.wrong(STREAM, value, "stdout or stderr");
    };
  }
}
