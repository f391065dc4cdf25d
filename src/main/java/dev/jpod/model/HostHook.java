package dev.jpod.model;

import java.time.Duration;
import java.util.List;

/**
 * A program of the host that runs before or after a stack is changed.
 *
 * @param index counts the hooks of the same moment, from 0; they run in this order
 * @param command the program with its arguments; no shell
 * @param timeout after which it is killed and counts as failed
 * @param folder the absolute path of the folder that it runs in
 */
public record HostHook(
    Moment moment, int index, List<String> command, Duration timeout, String folder) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  public HostHook {
    command = List.copyOf(command);
  }

  /** When a hook runs. */
  public enum Moment {
    /** When all images are there, before anything else is touched. */
    PRE_APPLY("preApply"),
    /** When all else is done. */
    POST_APPLY("postApply");

    private final String field;

    Moment(String field) {
      this.field = field;
    }

    /** As the stack file calls it. */
    public String field() {
      return field;
    }
  }

  /** {@code preApply[0]}. */
  public String name() {
    return moment.field() + "[" + index + "]";
  }
}
