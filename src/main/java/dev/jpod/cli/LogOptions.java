package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.engine.LogLine;
import dev.jpod.engine.LogQuery;
import dev.jpod.engine.LogQuery.Following;
import dev.jpod.observed.ObservedContainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the commands that show logs can be asked for. */
final class LogOptions {
  private static final String FOLLOW = "--follow";
  private static final String TAIL = "--tail";
  private static final String ALL = "all";
  private static final String SINCE = "--since";
  private static final String TIMESTAMPS = "--timestamps";
  private static final String STREAM = "--stream";
  private static final Style[] STYLES = {Style.CYAN, Style.YELLOW, Style.GREEN};

  private LogOptions() {}

  static Syntax describe(Syntax syntax) {
    return syntax
        .flag("-f," + FOLLOW, "Go on with what is written from now, until the container ends.")
        .option("-n," + TAIL, "LINES", "Only the last lines: a number, or all. Default: all.")
        .option(
            SINCE,
            "TIME",
            "Only lines from then on: how long ago (10m), a time as in RFC 3339, or seconds since"
                + " 1970.")
        .flag("-t," + TIMESTAMPS, "Start each line with its time.")
        .option(STREAM, "NAME", "Only what was written to stdout, or to stderr. Default: both.")
        .output();
  }

  static Syntax fields(Syntax syntax) {
    return syntax.section(
        "Fields of the JSON objects, one a line",
        List.of("  container, time (RFC 3339), stream (stdout, stderr), text"));
  }

  static LogQuery query(Arguments arguments) {
    return new LogQuery(
        arguments.value(TAIL, ALL).equals(ALL) ? -1 : arguments.number(TAIL, 0),
        arguments.point(SINCE),
        arguments.has(FOLLOW) ? Following.UNTIL_END : Following.NO);
  }

  /** Who writes the lines of these containers; of several, each line says whose it is. */
  static LogPrinter printer(
      Arguments arguments, Wiring wiring, List<ObservedContainer> containers) {
    return new LogPrinter(
        wiring.console().out(),
        new LogPrinter.Look(
            arguments.format(),
            arguments.has(TIMESTAMPS) ? LogPrinter.Time.SHOWN : LogPrinter.Time.HIDDEN,
            containers.size() > 1 ? prefixes(containers, wiring.console().outPaint()) : Map.of(),
            stream(arguments),
            query(arguments).following()));
  }

  private static Map<String, String> prefixes(List<ObservedContainer> containers, Paint paint) {
    Map<String, String> prefixes = new HashMap<>();
    for (int i = 0; i < containers.size(); i++) {
      String name = containers.get(i).name();
      prefixes.put(name, paint.paint(STYLES[i % STYLES.length], name) + " | ");
    }
    return prefixes;
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
