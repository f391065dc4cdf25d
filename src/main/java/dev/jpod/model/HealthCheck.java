package dev.jpod.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to find out whether a running container does its work. */
public record HealthCheck(
    Probe probe,
    Duration interval,
    Duration timeout,
    int retries,
    Duration startPeriod,
    Duration startInterval,
    OnFailure onFailure) {
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  public static final int DEFAULT_RETRIES = 3;
  public static final Duration DEFAULT_START_INTERVAL = Duration.ofSeconds(5);

  /** No check, also of an image that brings one along. */
  public static final HealthCheck DISABLED =
      new HealthCheck(
          new Probe.None(),
          DEFAULT_INTERVAL,
          DEFAULT_TIMEOUT,
          DEFAULT_RETRIES,
          Duration.ZERO,
          DEFAULT_START_INTERVAL,
          OnFailure.NONE);

  /** Whether nothing is to be checked. */
  public boolean isDisabled() {
    return probe instanceof Probe.None;
  }

  /**
   * The check that counts: what the stack file asks for, else what the image brings along.
   *
   * @return null where there is none, or where it is switched off
   */
  public static @Nullable HealthCheck effective(
      @Nullable HealthCheck asked, @Nullable HealthCheck ofImage) {
    HealthCheck chosen = asked == null ? ofImage : asked;
    return chosen == null || chosen.isDisabled() ? null : chosen;
  }

  /** What is tried. */
  public sealed interface Probe {
    /** Nothing. */
    record None() implements Probe {}

    /** A program in the container; healthy when it exits with 0. */
    record Command(List<String> argv) implements Probe {
      public Command {
        argv = List.copyOf(argv);
      }
    }

    /** A request to the pod; healthy when the answer is 200 to 399. */
    record Http(int port, String path) implements Probe {}

    /** A connection to the pod; healthy when it is accepted. */
    record Tcp(int port) implements Probe {}
  }

  /** What happens to a container that has become unhealthy. */
  public enum OnFailure {
    NONE,
    KILL,
    RESTART,
    STOP
  }
}
