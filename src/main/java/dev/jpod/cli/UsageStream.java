package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.engine.Gauges;
import dev.jpod.engine.Gauges.Reading;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Shows every second what running containers use. */
final class UsageStream {
  private static final String NO_STREAM = "--no-stream";
  private static final long INTERVAL_MILLIS = 1000;

  private final Arguments arguments;
  private final Wiring wiring;
  private final Gauges gauges;
  private final Map<String, String> podNames;

  private UsageStream(Arguments arguments, Wiring wiring, Map<String, String> podNames) {
    this.arguments = arguments;
    this.wiring = wiring;
    this.gauges = new Gauges(wiring.layout());
    this.podNames = podNames;
  }

  /** Tells of the options that its commands have. */
  static Syntax describe(Syntax syntax) {
    return syntax.flag(NO_STREAM, "Show it once.").output();
  }

  /** Tells of the results that its commands have. */
  static Syntax fields(Syntax syntax) {
    return syntax.section("Fields of the JSON objects, in an array a second", StatsView.FIELDS);
  }

  /**
   * Goes on until interrupted or until none of them runs.
   *
   * @param containers gives those that are asked for, as they are at the moment
   * @param podNames of their pods, by id
   */
  static int run(
      Arguments arguments,
      Wiring wiring,
      Supplier<List<ObservedContainer>> containers,
      Map<String, String> podNames) {
    UsageStream stream = new UsageStream(arguments, wiring, podNames);
    Console console = wiring.console();
    boolean live =
        arguments.format() == Format.TEXT
            && !arguments.has(NO_STREAM)
            && console.terminals().out()
            && !wiring.around().variable("TERM").equals("dumb");
    if (!live) {
      stream.follow(containers, stream::print);
      return ExitCode.DONE.code();
    }
    try (Screen screen = new Screen(console.out())) {
      stream.follow(containers, stats -> screen.show(table(stats).lines(console.outPaint())));
    }
    console.note("none of these containers runs any more");
    return ExitCode.DONE.code();
  }

  private void follow(Supplier<List<ObservedContainer>> containers, Frame frame) {
    Map<String, Reading> before = readings(containers.get());
    boolean more = true;
    while (more) {
      sleep();
      List<ObservedContainer> present = containers.get();
      Map<String, Reading> now = readings(present);
      frame.show(StatsView.of(present, podNames, before, now));
      before = now;
      more = !arguments.has(NO_STREAM) && !now.isEmpty();
    }
  }

  /** What is done with one look at all containers. */
  private interface Frame {
    void show(List<StatsView> stats);
  }

  private Map<String, Reading> readings(List<ObservedContainer> containers) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (ObservedContainer container : containers) {
      long pid = pid(container.status());
      Reading reading = pid == 0 ? null : gauges.read(container.id(), pid);
      if (reading != null) {
        readings.put(container.id(), reading);
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

  private void print(List<StatsView> stats) {
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON -> StatsView.json(out, stats);
      case TEXT -> table(stats).write(out, wiring.console().outPaint());
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
