package dev.jpod.cli;

import dev.jpod.engine.PodHoldings;
import dev.jpod.engine.PodHoldings.Infra;
import dev.jpod.model.Endpoint;
import dev.jpod.model.PodKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod pod ls}. */
final class PodLsCommand implements Subcommand {
  private static final String STACK = "--stack";
  private static final String NO_TRUNC = "--no-trunc";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Lists the pods, whether they run or not.",
            "Running: every container runs, or has done what it was there for. Degraded: some do"
                + " not, or something of the pod itself is missing, which 'jpod pod start' and"
                + " 'jpod apply' repair. Exited: all have ended. Stopped: some have, and some were"
                + " never started. Created: none was ever started.",
            "Of two pods of one name, one takes the place of the other: (standby) is the new one"
                + " before it serves, (replaced) the old one after that.",
            "INFRA is the id of the process that keeps the PID namespace of a pod whose containers"
                + " share one.")
        .option(STACK, "NAME", "Only those of a stack.")
        .flag(NO_TRUNC, "Ids in full.")
        .output()
        .example("jpod pod ls", "Lists all pods.")
        .example("jpod pod ls --stack shop -o json", "The pods of a stack, for a program.")
        .section("Fields of the JSON objects", PodJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<PodView> shown = new ArrayList<>();
    for (PodView view : PodView.all(wiring.engine().observer())) {
      if (isAskedFor(view, arguments)) {
        shown.add(view);
      }
    }
    Output out = wiring.console().out();
    boolean full = arguments.has(NO_TRUNC);
    PodHoldings holdings = new PodHoldings(wiring.layout());
    switch (arguments.format()) {
      case JSON -> PodJson.list(out, shown, holdings);
      case TEXT -> {
        if (wiring.isQuiet()) {
          shown.forEach(view -> out.line(id(view, full)));
        } else {
          table(shown, full, holdings).write(out, wiring.console().outPaint());
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static boolean isAskedFor(PodView view, Arguments arguments) {
    String stack = arguments.value(STACK);
    PodKey owner = view.pod().owner();
    return stack == null || (owner != null && owner.stack().equals(stack));
  }

  private static String id(PodView view, boolean full) {
    return full ? view.pod().id() : view.pod().shortId();
  }

  private static Table table(List<PodView> views, boolean full, PodHoldings holdings) {
    Instant now = Instant.now();
    Table table =
        new Table(
            "NAME", "STATUS", "CREATED", "CONTAINERS", "INFRA", "NETWORKS", "PORTS", "POD ID");
    for (PodView view : views) {
      table.row(
          view.pod().name(),
          view.state()
              + HealthText.suffix(HealthText.worst(view.containers()))
              + view.role().suffix(),
          Times.roughly(Duration.between(view.pod().created(), now)) + " ago",
          Integer.toString(view.containers().size()),
          infra(holdings.infra(view.pod())),
          networks(view.pod().endpoints()),
          PortsText.of(view.pod().ports()),
          id(view, full));
    }
    return table;
  }

  private static String infra(Infra infra) {
    return infra.pid() == 0 ? "-" : Long.toString(infra.pid());
  }

  private static String networks(List<Endpoint> endpoints) {
    List<String> names = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      names.add(endpoint.network());
    }
    return names.isEmpty() ? "-" : String.join(", ", names);
  }
}
