package dev.jpod.model;

import java.time.Duration;
import java.util.List;

/**
 * A program that runs in a container before it is told to stop.
 *
 * @param command the program with its arguments; no shell
 * @param timeout after which it is left and the container is stopped all the same
 */
public record PreStop(List<String> command, Duration timeout) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  public PreStop {
    command = List.copyOf(command);
  }
}
