package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.engine.Gauges;
import dev.jpod.engine.Gauges.Reading;
import dev.jpod.engine.Observer;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod pod stats}. */
final class PodStatsCommand implements Subcommand {
  private static final String NO_STREAM = "--no-stream";
  private static final long INTERVAL_MILLIS = 1000;
  private static final String TO_THE_TOP = "\u001b[H\u001b[J";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows every second what the running containers of pods use, until interrupted or until"
                + " none runs.",
            "CPU % is measured over a second; 100 is one processor. NET I/O is that of the network"
                + " namespace, which the containers of a pod share.")
        .flag(NO_STREAM, "Show it once.")
        .output()
        .operand("POD", Syntax.Arity.ANY, Syntax.POD + " Default: all pods.")
        .example("jpod pod stats", "All pods, as they change.")
        .example("jpod pod stats --no-stream -o json shop-web-0", "One pod, for a program.")
        .section("Fields of the JSON objects, in an array a second", StatsView.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Observer observer = wiring.engine().observer();
    List<String> operands = arguments.operands();
    Gauges gauges = new Gauges(wiring.layout());
    Map<String, Reading> before = readings(views(operands, observer), gauges);
    boolean more = true;
    while (more) {
      sleep();
      List<PodView> views = views(operands, observer);
      Map<String, Reading> now = readings(views, gauges);
      show(StatsView.of(views, before, now), arguments, wiring);
      before = now;
      more = !arguments.has(NO_STREAM) && !now.isEmpty();
    }
    return ExitCode.DONE.code();
  }

  private static List<PodView> views(List<String> operands, Observer observer) {
    if (operands.isEmpty()) {
      return PodView.all(observer);
    }
    List<ObservedPod> pods = observer.observe().pods();
    return PodView.of(new PodSelection(pods).all(operands), observer);
  }

  private static Map<String, Reading> readings(List<PodView> views, Gauges gauges) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (PodView view : views) {
      for (ObservedContainer container : view.containers()) {
        long pid = pid(container.status());
        Reading reading = pid == 0 ? null : gauges.read(container.id(), pid);
        if (reading != null) {
          readings.put(container.id(), reading);
        }
      }
    }
    return readings;
  }

  /** The first process of a container; 0 when it has none. */
  private static long pid(ContainerStatus status) {
    if (status instanceof ContainerStatus.Paused paused) {
      return paused.pid();
    }
    return status instanceof ContainerStatus.Running running ? running.pid() : 0;
  }

  private static void show(List<StatsView> stats, Arguments arguments, Wiring wiring) {
    Console console = wiring.console();
    Output out = console.out();
    if (arguments.format() == Format.JSON) {
      StatsView.json(out, stats);
    } else {
      if (console.terminals().out() && !arguments.has(NO_STREAM)) {
        out.text(TO_THE_TOP);
      }
      table(stats).write(out, console.outPaint());
    }
    out.flush();
  }

  private static Table table(List<StatsView> stats) {
    Table table =
        new Table(
            "CONTAINER", "CPU %", "MEMORY / LIMIT", "MEMORY %", "NET I/O", "BLOCK I/O", "PIDS");
    for (StatsView each : stats) {
      table.row(each.cells());
    }
    return table;
  }

  private static void sleep() {
    try {
      Thread.sleep(INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JpodException.failed("the command was interrupted", "run it again");
    }
  }
}
