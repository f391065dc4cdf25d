package dev.jpod.image;

import dev.jpod.model.HealthCheck;
import dev.jpod.model.HealthCheck.OnFailure;
import dev.jpod.model.HealthCheck.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The health check of an image configuration: Docker's {@code Healthcheck}, which OCI's format has
 * not, with times in nanoseconds. A time of 0 stands for the default.
 */
final class ImageHealthCheck {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final int MOST_RETRIES = 1000;

  private ImageHealthCheck() {}

  /** The check that an image's {@code config} brings along; null for none. */
  static @Nullable HealthCheck read(JsonNode config, String what) {
    JsonNode given = Json.member(config, "Healthcheck", what);
    List<String> argv = given == null ? List.of() : argv(config, given, what);
    if (given == null || argv.isEmpty()) {
      return null;
    }
    int retries = (int) Math.min(MOST_RETRIES, number(given, "Retries", what));
    return new HealthCheck(
        new Probe.Command(argv),
        duration(given, "Interval", HealthCheck.DEFAULT_INTERVAL, what),
        duration(given, "Timeout", HealthCheck.DEFAULT_TIMEOUT, what),
        retries == 0 ? HealthCheck.DEFAULT_RETRIES : retries,
        Duration.ofNanos(number(given, "StartPeriod", what)),
        duration(given, "StartInterval", HealthCheck.DEFAULT_START_INTERVAL, what),
        OnFailure.NONE);
  }

  /** None for a test that is inherited, switched off, or of a kind that nobody knows. */
  private static List<String> argv(JsonNode config, JsonNode check, String what) {
    List<String> test = Json.texts(check, "Test", what);
    if (test.size() < 2) {
      return List.of();
    }
    List<String> words = test.subList(1, test.size());
    for (String word : words) {
      if (word.indexOf('\0') >= 0) {
        throw Json.wrong(what, "its health check has a word with a zero byte");
      }
    }
    return switch (test.getFirst()) {
      case "CMD" -> words;
      case "CMD-SHELL" -> inShell(Json.texts(config, "Shell", what), words.getFirst());
      default -> List.of();
    };
  }

  private static List<String> inShell(List<String> shell, String text) {
    List<String> argv = new ArrayList<>(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
    argv.add(text);
    return argv;
  }

  private static Duration duration(JsonNode check, String field, Duration otherwise, String what) {
    long nanos = number(check, field, what);
    if (nanos == 0) {
      return otherwise;
    }
    Duration duration = Duration.ofNanos(nanos);
    return duration.compareTo(SHORTEST) < 0 ? SHORTEST : duration;
  }

  private static long number(JsonNode check, String field, String what) {
    return check.hasNonNull(field) ? Json.size(check, field, what) : 0;
  }
}
