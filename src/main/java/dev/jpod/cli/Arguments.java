package dev.jpod.cli;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;

/** What was given on the command line of one command. */
final class Arguments {
  private final ParseResult parsed;

  Arguments(ParseResult parsed) {
    this.parsed = parsed;
  }

  /** Whether the option is there. */
  boolean has(String option) {
    return parsed.hasMatchedOption(option);
  }

  /** The value of an option, or null when it is not there. */
  @Nullable String value(String option) {
    String none = null;
    return parsed.matchedOptionValue(option, none);
  }

  /** The value of an option, or another one when it is not there. */
  String value(String option, String otherwise) {
    String value = value(option);
    return value == null ? otherwise : value;
  }

  /** The values of an option that may be given several times. */
  List<String> values(String option) {
    List<String> none = List.of();
    return parsed.matchedOptionValue(option, none);
  }

  /** The value of an option that is a duration, or null when it is not there. */
  @Nullable Duration duration(String option) {
    String value = value(option);
    if (value == null) {
      return null;
    }
    Duration duration = Times.duration(value);
    if (duration == null) {
      throw wrong(option, value, "seconds, or a time such as 1m30s or 500ms");
    }
    return duration;
  }

  /** The value of an option that is a point in time, or null when it is not there. */
  @Nullable Instant point(String option) {
    String value = value(option);
    if (value == null) {
      return null;
    }
    Instant point = Times.point(value, Instant.now());
    if (point == null) {
      throw wrong(
          option, value, "10m for ten minutes ago, 2026-11-23T10:00:00Z or seconds since 1970");
    }
    return point;
  }

  /** The value of an option that is a fixed point in time, or null when it is not there. */
  @Nullable Instant date(String option) {
    String value = value(option);
    if (value == null) {
      return null;
    }
    Instant date = Times.date(value);
    if (date == null) {
      throw wrong(option, value, "2026-11-23T10:00:00Z or seconds since 1970");
    }
    return date;
  }

  /** What results look like. */
  enum Format {
    TEXT,
    JSON
  }

  /** What results should look like, of a command with {@link Syntax#output()}. */
  Format format() {
    String value = value(Syntax.OUTPUT);
    if (value == null) {
      return Format.TEXT;
    }
    return switch (value) {
      case "text" -> Format.TEXT;
      case "json" -> Format.JSON;
      default -> throw wrong(Syntax.OUTPUT, value, "text or json");
    };
  }

  /** Refuses other results than JSON, of a command with {@link Syntax#jsonOutput()}. */
  void requireJson() {
    String value = value(Syntax.OUTPUT, "json");
    if (!value.equals("json")) {
      throw wrong(Syntax.OUTPUT, value, "json");
    }
  }

  /** The words by which the command was called, without {@code jpod}. */
  String command() {
    String name = parsed.commandSpec().name();
    return name.substring(name.indexOf(' ') + 1);
  }

  /** As {@link #values}, also of an option that the command may not have. */
  List<String> given(String option) {
    return parsed.commandSpec().findOption(option) == null ? List.of() : values(option);
  }

  /** The operands, in their order. */
  List<String> operands() {
    List<String> operands = new ArrayList<>();
    for (ArgSpec positional : parsed.matchedPositionals()) {
      operands.addAll(positional.stringValues());
    }
    return operands;
  }

  /** The value of an option that is a whole number of at least 0. */
  int number(String option, int otherwise) {
    String value = value(option);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one sentence for both
    }
    throw wrong(option, value, "a whole number from 0 on, for example 20");
  }

  /** That the value of an option cannot be used, and what could. */
  static JpodException wrong(String option, String value, String wanted) {
    return new JpodException(
        Failure.USAGE, "'" + value + "' does not fit " + option, "give " + wanted);
  }
}
