package dev.jpod.plan;

import java.time.Duration;

/**
 * What a run waits for, and for how long.
 *
 * @param deadline for one container, where its pod says nothing else
 */
public record Patience(WaitFor waitFor, Duration deadline) {
  public static final Patience DEFAULT = new Patience(WaitFor.HEALTHY, Duration.ofMinutes(10));
}
