package dev.jpod.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a container ends and what happens then.
 *
 * @param stopSignal a name such as {@code SIGTERM}; null for the image's, else SIGTERM
 * @param preStop null for nothing
 * @param stopTimeout how long a stop waits before it kills; null for {@link #DEFAULT_STOP_TIMEOUT}
 */
public record Lifecycle(
    RestartPolicy restart,
    @Nullable String stopSignal,
    @Nullable Duration stopTimeout,
    @Nullable PreStop preStop) {
  public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);

  /** Always restarted, as Kubernetes has it. */
  public static final Lifecycle DEFAULT =
      new Lifecycle(new RestartPolicy(RestartPolicy.When.ALWAYS, 0), null, null, null);

  /**
   * Whether a container that ended by itself is started again.
   *
   * @param maxRetries how often {@link When#ON_FAILURE} tries, 0 for without end
   */
  public record RestartPolicy(When when, int maxRetries) {
    /** The occasions, by Docker's names. */
    public enum When {
      NO,
      ON_FAILURE,
      ALWAYS,
      UNLESS_STOPPED
    }

    public RestartPolicy {
      if (maxRetries < 0 || (maxRetries > 0 && when != When.ON_FAILURE)) {
        throw new IllegalArgumentException("only on-failure takes a number of retries");
      }
    }

    /** Whether a container that ended by itself with this code is done, as far as it goes. */
    public boolean isCompletion(int exitCode) {
      return switch (when) {
        case NO, ON_FAILURE -> exitCode == 0;
        case ALWAYS, UNLESS_STOPPED -> false;
      };
    }
  }
}
