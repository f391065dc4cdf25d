package dev.jpod.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times and durations as people write and read them. */
final class Times {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Times() {}

  /**
   * Reads a duration: whole seconds ({@code 10}), or numbers with units from long to short ({@code
   * 1h30m}, {@code 500ms}). Null when the text is none.
   */
  static @Nullable Duration duration(String text) {
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < text.length()) {
      int digits = at;
      while (digits < text.length() && isDigit(text.charAt(digits))) {
        digits++;
      }
      int unit = digits;
      while (unit < text.length() && !isDigit(text.charAt(unit))) {
        unit++;
      }
      if (digits == at || digits - at > 9) {
        return null;
      }
      Duration one = unit(text.substring(digits, unit), at == 0 && unit == text.length());
      if (one == null) {
        return null;
      }
      sum = sum.plus(one.multipliedBy(Long.parseLong(text.substring(at, digits))));
      at = unit;
    }
    return text.isEmpty() ? null : sum;
  }

  private static @Nullable Duration unit(String name, boolean alone) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofSeconds(MINUTE);
      case "h" -> Duration.ofSeconds(HOUR);
      case "d" -> Duration.ofSeconds(DAY);
      case "" -> alone ? Duration.ofSeconds(1) : null;
      default -> null;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * Reads a point in time: how long ago ({@code 10m}), seconds since 1970, or a date with time and
   * zone as in RFC 3339. Null when the text is none.
   */
  static @Nullable Instant point(String text, Instant now) {
    Duration ago = duration(text);
    return ago == null ? date(text) : now.minus(ago);
  }

  /**
   * Reads a point in time that does not depend on now: seconds since 1970, or a date with time and
   * zone as in RFC 3339. Null when the text is none.
   */
  static @Nullable Instant date(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > 12 ? null : Instant.ofEpochSecond(Long.parseLong(text));
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Roughly how long, in the largest unit that fits: {@code 3 minutes}. */
  static String roughly(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 2 * MINUTE) {
      return count(seconds, "second");
    }
    if (seconds < 2 * HOUR) {
      return count(seconds / MINUTE, "minute");
    }
    return seconds < 2 * DAY ? count(seconds / HOUR, "hour") : count(seconds / DAY, "day");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** Seconds with one digit after the point: {@code 1.2s}. */
  static String seconds(Duration time) {
    long tenths = (time.toMillis() + 50) / 100;
    return tenths / 10 + "." + tenths % 10 + "s";
  }

  /** As {@link #duration} reads it: {@code 1h30m}, {@code 500ms}. */
  static String exactly(Duration time) {
    StringBuilder text = new StringBuilder();
    add(time.toHours(), "h", text);
    add(time.toMinutesPart(), "m", text);
    add(time.toSecondsPart(), "s", text);
    add(time.toMillisPart(), "ms", text);
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void add(long number, String unit, StringBuilder text) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
