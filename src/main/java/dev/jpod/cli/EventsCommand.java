package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.store.Event;
import dev.jpod.store.EventLog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code jpod events}. */
final class EventsCommand implements Subcommand {
  private static final String FOLLOW = "--follow";
  private static final String SINCE = "--since";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Shows what happened to containers, oldest first.")
        .flag("-f," + FOLLOW, "Go on with what happens from now, until interrupted.")
        .option(
            SINCE,
            "TIME",
            "Only from then on: how long ago (10m), a time as in RFC 3339, or seconds since 1970."
                + " Default: as far back as events are kept.")
        .output()
        .example("jpod events --since 1h", "The last hour.")
        .example("jpod events -f --since 0s -o json", "From now on, for a program.")
        .section(
            "Fields of the JSON objects, one a line",
            List.of(
                "  time        as in RFC 3339, with event, id and name",
                "  code        of die and start-failed: the exit code, with cause as 'jpod inspect'"
                    + " has it, or unhealthy when its health check ended the container; of"
                    + " unhealthy: that of the last probe",
                "  streak      of unhealthy: how many probes have failed in a row",
                "  restarts    of restart: how often its restart policy started it again"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Instant since = arguments.point(SINCE);
    Format format = arguments.format();
    Output out = wiring.console().out();
    EventLog events = new EventLog(wiring.layout().events());
    if (arguments.has(FOLLOW)) {
      out.flush();
      events.follow(
          event -> {
            write(event, since, format, out);
            out.flush();
          },
          () -> false);
    } else {
      events.read(event -> write(event, since, format, out));
    }
    return ExitCode.DONE.code();
  }

  private static void write(Event event, @Nullable Instant since, Format format, Output out) {
    if (since != null && event.time().isBefore(since)) {
      return;
    }
    switch (format) {
      case TEXT -> {
        StringBuilder line = new StringBuilder();
        line.append(event.time()).append("  ").append(event.kind()).append("  ");
        line.append(event.name());
        event
            .details()
            .forEach((name, value) -> line.append("  " + name + "=" + word(name, value)));
        out.line(Failures.harmless(line.toString()));
      }
      case JSON ->
          JsonOutput.line(
              out,
              json -> {
                json.writeStartObject()
                    .writeStringProperty("time", event.time().toString())
                    .writeStringProperty("event", event.kind())
                    .writeStringProperty("id", event.id())
                    .writeStringProperty("name", event.name());
                event.details().forEach((name, value) -> detail(json, name, value));
                json.writeEndObject();
              });
    }
  }

  /** Numbers are numbers, as in {@code jpod inspect}. */
  private static void detail(JsonGenerator json, String name, String value) {
    boolean number = name.equals("code") || name.equals("restarts") || name.equals("streak");
    if (number && !value.isEmpty() && value.length() < 10 && isDigits(value)) {
      json.writeNumberProperty(name, Integer.parseInt(value));
    } else {
      json.writeStringProperty(name, word(name, value));
    }
  }

  private static boolean isDigits(String value) {
    return value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The launch script parts the words of a cause by hyphens, inspect by underscores. */
  private static String word(String name, String value) {
    return name.equals("cause") ? value.replace('-', '_') : value;
  }
}
