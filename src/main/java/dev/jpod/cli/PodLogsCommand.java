package dev.jpod.cli;

import dev.jpod.engine.LogLine;
import dev.jpod.engine.LogQuery;
import dev.jpod.engine.LogQuery.Following;
import dev.jpod.engine.Logs;
import dev.jpod.engine.Observer;
import dev.jpod.observed.ObservedContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod pod logs}. */
final class PodLogsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Shows what the containers of pods have written, in the order of the times.",
        "Of several containers, each line starts with the container's name. --tail counts the lines"
            + " of each container.");
    LogOptions.describe(syntax)
        .pods()
        .example("jpod pod logs -f web", "Follows the only replica of the pod web.")
        .example("jpod pod logs -n 20 shop-web-0 shop-web-1", "The latest of two.");
    LogOptions.fields(syntax).exit(ExitCode.DONE).exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    LogQuery query = LogOptions.query(arguments);
    Observer observer = wiring.engine().observer();
    List<ObservedContainer> chosen = new ArrayList<>();
    for (PodView view : PodView.named(arguments.operands(), observer)) {
      chosen.addAll(view.containers());
    }
    read(wiring.engine().logs(), chosen, query, LogOptions.printer(arguments, wiring, chosen));
    return ExitCode.DONE.code();
  }

  private static void read(
      Logs logs, List<ObservedContainer> chosen, LogQuery query, LogPrinter printer) {
    Instant begin = Instant.now();
    Map<String, Instant> shown = new HashMap<>();
    MergedLogs.read(
        logs,
        chosen,
        new LogQuery(query.tail(), query.since(), Following.NO),
        (container, line) -> {
          shown.put(container.id(), line.time());
          printer.print(container, line);
        });
    if (query.following() == Following.UNTIL_END) {
      FollowedLogs.read(
          logs,
          chosen,
          container ->
              new LogQuery(-1, shown.getOrDefault(container.id(), begin), Following.UNTIL_END),
          (container, line) -> printNew(container, line, shown, printer));
    }
  }

  /** The last line that was shown comes once more, since lines are asked for by their time. */
  private static void printNew(
      ObservedContainer container, LogLine line, Map<String, Instant> shown, LogPrinter printer) {
    Instant last = shown.get(container.id());
    if (last == null || line.time().isAfter(last)) {
      printer.print(container, line);
    }
  }
}
