package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.observed.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@code health.sh} says of a container, without a lock; the head of it says how. */
final class HealthFiles {
  private static final int SLOTS = 6;

  private HealthFiles() {}

  /** The state of a container's health; null for one that is not checked. */
  static @Nullable Health health(ContainerFiles files) {
    String text = Vitals.text(files.health());
    return text == null ? null : health(text);
  }

  private static Health health(String text) {
    if (text.startsWith("healthy")) {
      return Health.HEALTHY;
    }
    return text.startsWith("unhealthy") ? Health.UNHEALTHY : Health.STARTING;
  }

  /** Whether somebody carries out the check of a container. */
  static boolean isKeptUp(ContainerFiles files) {
    Identity checker = Vitals.identity(files.checker());
    return checker != null && checker.lives();
  }

  /** All that is known; null for a container that is not checked. */
  static @Nullable HealthReport report(ContainerFiles files) {
    String text = Vitals.text(files.health());
    if (text == null) {
      return null;
    }
    List<String> lines = text.lines().toList();
    List<HealthReport.Result> log = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      log.add(result(files, line.split(" ", -1)));
    }
    String[] state = (lines.isEmpty() ? "" : lines.getFirst()).split(" ", -1);
    return new HealthReport(health(text), (int) number(state, 1), log);
  }

  /** The result with this number, or null when it is not among the last ones any more. */
  static HealthReport.@Nullable Result result(ContainerFiles files, String number) {
    String text = Vitals.text(files.health());
    List<String> lines = text == null ? List.of() : text.lines().toList();
    for (String line : lines) {
      if (line.startsWith(number + " ")) {
        return result(files, line.split(" ", -1));
      }
    }
    return null;
  }

  private static HealthReport.Result result(ContainerFiles files, String[] words) {
    return new HealthReport.Result(
        time(words.length > 1 ? words[1] : ""),
        Duration.ofMillis(number(words, 2)),
        (int) number(words, 3),
        output(files.output(number(words, 0) % SLOTS)));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static String output(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static long number(String[] words, int at) {
    try {
      return at < words.length ? Long.parseLong(words[at]) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
