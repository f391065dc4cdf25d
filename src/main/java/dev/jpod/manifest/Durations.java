package dev.jpod.manifest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time: {@code 500ms}, {@code 10s}, {@code 1m30s}, {@code 2h}, {@code 1.5s}; a number
 * without a unit is seconds. Exact to the millisecond.
 */
final class Durations {
  private static final long LONGEST = Duration.ofDays(365).toMillis();

  private Durations() {}

  static @Nullable Duration read(Value value, Duration least) {
    String text = value.line();
    if (text == null) {
      return null;
    }
    try {
      Duration duration = parse(text);
      if (duration.compareTo(least) < 0) {
        throw new Mistake(
            "'" + text + "' is too short", "it is at least " + least.toMillis() + "ms");
      }
      return duration;
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }

  static Duration parse(String text) throws Mistake {
    int at = 0;
    long total = 0;
    long lastUnit = Long.MAX_VALUE;
    while (at < text.length()) {
      int end = endOfRun(text, at, true);
      int endOfUnit = endOfRun(text, end, false);
      String unit = text.substring(end, endOfUnit);
      long millis = unit.isEmpty() && at == 0 && end == text.length() ? 1000 : millisOf(unit);
      if (millis == 0 || millis >= lastUnit || end == at) {
        throw wrong(text);
      }
      total += scaled(text, text.substring(at, end), millis);
      lastUnit = millis;
      at = endOfUnit;
    }
    if (text.isEmpty() || total > LONGEST) {
      throw wrong(text);
    }
    return Duration.ofMillis(total);
  }

  private static long scaled(String text, String number, long unit) throws Mistake {
    int dot = number.indexOf('.');
    String whole = dot < 0 ? number : number.substring(0, dot);
    String fraction = dot < 0 ? "" : number.substring(dot + 1);
    if (whole.isEmpty()
        || whole.length() > 11
        || (dot >= 0 && fraction.isEmpty())
        || fraction.indexOf('.') >= 0
        || fraction.length() > 3) {
      throw wrong(text);
    }
    long thousandths = Long.parseLong(whole) * 1000;
    long digit = 100;
    for (int i = 0; i < fraction.length(); i++) {
      thousandths += (fraction.charAt(i) - '0') * digit;
      digit /= 10;
    }
    if (thousandths * unit % 1000 != 0) {
      throw new Mistake("'" + text + "' is not a whole number of milliseconds", "round it");
    }
    return whole.length() > 9 ? LONGEST + 1 : thousandths * unit / 1000;
  }

  private static long millisOf(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 0;
    };
  }

  private static int endOfRun(String text, int from, boolean numbers) {
    int at = from;
    while (at < text.length()
        && (text.charAt(at) == '.' || (text.charAt(at) >= '0' && text.charAt(at) <= '9'))
            == numbers) {
      at++;
    }
    return at;
  }

  private static Mistake wrong(String text) {
    return new Mistake(
        "'" + Quote.shortened(text) + "' is not a length of time",
        "write for example 10s, 1m30s or 500ms, at most 365 days");
  }
}
