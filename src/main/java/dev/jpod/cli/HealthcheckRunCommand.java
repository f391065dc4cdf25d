package dev.jpod.cli;

import dev.jpod.engine.Containers;
import dev.jpod.engine.HealthReport;
import dev.jpod.observed.Health;
import dev.jpod.observed.ObservedContainer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code jpod healthcheck run}. */
final class HealthcheckRunCommand implements Subcommand {
  /** The fields of a probe, here and in {@code inspect}. */
  static final List<String> FIELDS =
      List.of(
          "  time            when it began",
          "  durationMillis  how long it took",
          "  exitCode        0 for a success; of http and tcp 1 for a failure; -1 when it did not"
              + " end in time",
          "  output          the first 4096 bytes of what it wrote; of http the status line, too");

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Probes a container now, as its health check says.",
            "The result counts like those of the probes that are made by themselves, with all that"
                + " follows from it: failures in a row make the container unhealthy, and its"
                + " onFailure is carried out then. A probe that is under way is awaited first.")
        .output()
        .operand("CONTAINER", Syntax.Arity.ONE, Syntax.CONTAINER)
        .example("jpod healthcheck run web", "Probes the only container of the pod web.")
        .example("jpod healthcheck run db || jpod logs --tail 20 db", "Looks why it is not well.")
        .section("Fields of the JSON object, besides health as in 'jpod ps'", FIELDS)
        .exit(ExitCode.DONE.code(), "the probe succeeded")
        .exit(ExitCode.FAILED.code(), "it failed")
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    ObservedContainer container =
        ContainerSelection.of(wiring).one(arguments.operands().getFirst());
    Containers containers = wiring.engine().containers();
    HealthReport.Result result = containers.probe(container.id());
    Health health = containers.health(container.id());
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON ->
          JsonOutput.document(
              out,
              json -> {
                json.writeStartObject();
                if (health != null) {
                  json.writeStringProperty("health", health.word());
                }
                write(json, result);
                json.writeEndObject();
              });
      case TEXT -> {
        if (!wiring.isQuiet()) {
          out.line(text(result, health));
          result.output().lines().forEach(line -> out.line("  " + line));
        }
      }
    }
    return result.succeeded() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
  }

  private static String text(HealthReport.Result result, @Nullable Health health) {
    String outcome =
        switch (result.exitCode()) {
          case 0 -> "the probe succeeded";
          case HealthReport.TIMED_OUT -> "the probe did not end in time";
          default -> "the probe failed with " + result.exitCode();
        };
    return (health == null ? "" : health.word() + ": ")
        + outcome
        + ", after "
        + result.duration().toMillis()
        + " ms";
  }

  /** The fields of a probe. */
  static void write(JsonGenerator json, HealthReport.Result result) {
    json.writeStringProperty("time", result.time().toString());
    json.writeNumberProperty("durationMillis", result.duration().toMillis());
    json.writeNumberProperty("exitCode", result.exitCode());
    json.writeStringProperty("output", result.output());
  }
}
