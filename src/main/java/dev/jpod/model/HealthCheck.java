package dev.jpod.model;

import java.time.Duration;
import java.util.List;

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

  /** What is tried. */
  public sealed interface Probe {
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
