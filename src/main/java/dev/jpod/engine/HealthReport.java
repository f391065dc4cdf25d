package dev.jpod.engine;

import dev.jpod.observed.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the health check of a container has found out since it began.
 *
 * @param failingStreak how many probes have failed in a row; failures of the start period are none
 * @param log the last probes, at most five, oldest first
 */
public record HealthReport(Health health, int failingStreak, List<Result> log) {
  /** The exit code of a probe that did not end in time. */
  public static final int TIMED_OUT = -1;

  public HealthReport {
    log = List.copyOf(log);
  }

  /**
   * One probe.
   *
   * @param time when it began
   * @param exitCode 0 when it succeeded
   * @param output the first 4096 bytes of what it wrote
   */
  public record Result(Instant time, Duration duration, int exitCode, String output) {
    /** Whether it found the container at work. */
    public boolean succeeded() {
      return exitCode == 0;
    }
  }
}
