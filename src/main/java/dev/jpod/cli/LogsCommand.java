package dev.jpod.cli;

import dev.jpod.engine.LogQuery;
import dev.jpod.engine.LogQuery.Following;
import dev.jpod.engine.Logs;
import dev.jpod.observed.ObservedContainer;
import java.util.List;

/** {@code jpod logs}. */
final class LogsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Shows what containers have written to their standard output and standard error, both"
            + " on standard output.",
        "Of several containers, each line starts with the container's name.");
    LogOptions.describe(syntax)
        .containers()
        .example("jpod logs -f web", "Follows the only container of the pod web.")
        .example("jpod logs --since 10m -n 100 shop-web-0 shop-web-1", "The latest of two.");
    LogOptions.fields(syntax).exit(ExitCode.DONE).exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    LogQuery query = LogOptions.query(arguments);
    List<ObservedContainer> chosen = ContainerSelection.of(wiring).all(arguments.operands());
    LogPrinter printer = LogOptions.printer(arguments, wiring, chosen);
    Logs logs = wiring.engine().logs();
    if (query.following() == Following.UNTIL_END && chosen.size() > 1) {
      FollowedLogs.read(logs, chosen, container -> query, printer::print);
    } else {
      for (ObservedContainer container : chosen) {
        logs.read(container.id(), query, line -> printer.print(container, line));
      }
    }
    return ExitCode.DONE.code();
  }
}
