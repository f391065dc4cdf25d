package dev.jpod.cli;

import dev.jpod.engine.Gauges;
import dev.jpod.host.ProcessFacts;
import dev.jpod.observed.ObservedContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The processes of containers, container by container. */
final class ProcessList {
  /** What the columns mean. */
  static final String MEANING =
      "Process ids and users are those of the host. %CPU is the time on processors over the time"
          + " since the process started, as ps has it.";

  private static final List<String> FIELDS =
      List.of(
          "  container   its name, with pod, which is absent without one",
          "  pid         with parent and user, those of the host",
          "  cpuSeconds  time on processors, with ageSeconds, since it started",
          "  command     with its arguments");

  private final List<Row> rows = new ArrayList<>();
  private final Gauges gauges;

  ProcessList(Gauges gauges) {
    this.gauges = gauges;
  }

  private record Row(String pod, String container, ProcessFacts process) {}

  /** Tells of the results that its commands have. */
  static Syntax fields(Syntax syntax) {
    return syntax.section("Fields of the JSON objects", FIELDS);
  }

  /**
   * Adds the processes of a container; none when it does not run.
   *
   * @param pod its pod's name; empty without one
   */
  void add(String pod, ObservedContainer container) {
    for (ProcessFacts process : gauges.processes(container.id())) {
      rows.add(new Row(pod, container.name(), process));
    }
  }

  /** Shows them in the form that was asked for. */
  void show(Arguments.Format format, Console console) {
    switch (format) {
      case TEXT -> table().write(console.out(), console.outPaint());
      case JSON ->
          JsonOutput.array(
              console.out(),
              rows,
              (json, row) -> {
                if (!row.pod().isEmpty()) {
                  json.writeStringProperty("pod", row.pod());
                }
                json.writeStringProperty("container", row.container())
                    .writeNumberProperty("pid", row.process().pid())
                    .writeNumberProperty("parent", row.process().parent())
                    .writeStringProperty("user", row.process().user())
                    .writeNumberProperty("cpuSeconds", seconds(row.process().cpu()))
                    .writeNumberProperty("ageSeconds", seconds(row.process().age()))
                    .writeStringProperty("command", row.process().command());
              });
    }
  }

  private Table table() {
    Table table = new Table("PID", "PPID", "USER", "%CPU", "AGE", "TIME", "CONTAINER", "COMMAND");
    for (Row row : rows) {
      ProcessFacts process = row.process();
      table.row(
          Long.toString(process.pid()),
          Long.toString(process.parent()),
          process.user(),
          Percent.of(process.cpu().toMillis(), process.age().toMillis()),
          time(process.age()),
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
  static String time(Duration duration) {
    return two(duration.toHours())
        + ":"
        + two(duration.toMinutesPart())
        + ":"
        + two(duration.toSecondsPart());
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
