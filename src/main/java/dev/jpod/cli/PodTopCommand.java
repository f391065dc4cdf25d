package dev.jpod.cli;

import dev.jpod.engine.Gauges;
import dev.jpod.engine.Observer;
import dev.jpod.host.ProcessFacts;
import dev.jpod.observed.ObservedContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod pod top}. */
final class PodTopCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Lists the processes of pods, container by container.",
            "Process ids and users are those of the host. %CPU is the time on processors over the"
                + " time since the process started, as ps has it.")
        .output()
        .pods()
        .example("jpod pod top web", "The processes of the only replica of the pod web.")
        .section(
            "Fields of the JSON objects",
            List.of("  pod, container, pid, user, cpuSeconds, ageSeconds, command"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  /** A process of a container of a pod. */
  private record Row(String pod, String container, ProcessFacts process) {}

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Observer observer = wiring.engine().observer();
    Gauges gauges = new Gauges(wiring.layout());
    List<Row> rows = new ArrayList<>();
    for (PodView view :
        PodView.of(
            new PodSelection(observer.observe().pods()).all(arguments.operands()), observer)) {
      for (ObservedContainer container : view.containers()) {
        for (ProcessFacts process : gauges.processes(container.id())) {
          rows.add(new Row(view.pod().name(), container.name(), process));
        }
      }
    }
    Console console = wiring.console();
    switch (arguments.format()) {
      case TEXT -> table(rows).write(console.out(), console.outPaint());
      case JSON ->
          JsonOutput.array(
              console.out(),
              rows,
              (json, row) ->
                  json.writeStringProperty("pod", row.pod())
                      .writeStringProperty("container", row.container())
                      .writeNumberProperty("pid", row.process().pid())
                      .writeStringProperty("user", row.process().user())
                      .writeNumberProperty("cpuSeconds", seconds(row.process().cpu()))
                      .writeNumberProperty("ageSeconds", seconds(row.process().age()))
                      .writeStringProperty("command", row.process().command()));
    }
    return ExitCode.DONE.code();
  }

  private static Table table(List<Row> rows) {
    Table table = new Table("PID", "USER", "%CPU", "TIME", "CONTAINER", "COMMAND");
    for (Row row : rows) {
      ProcessFacts process = row.process();
      table.row(
          Long.toString(process.pid()),
          process.user(),
          Percent.of(process.cpu().toMillis(), process.age().toMillis()),
          time(process.cpu()),
          row.container(),
          Failures.harmless(process.command().replace('\n', ' ')));
    }
    return table;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** Hours, minutes and seconds, as ps has them: {@code 00:01:05}. */
  static String time(Duration cpu) {
    return two(cpu.toHours()) + ":" + two(cpu.toMinutesPart()) + ":" + two(cpu.toSecondsPart());
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
