package dev.jpod.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log are asked for.
 *
 * @param tail only the last so many lines, or -1 for all
 * @param since only lines from then on, or null
 */
public record LogQuery(long tail, @Nullable Instant since, Following following) {
  /** Every line that is there. */
  public static final LogQuery ALL = new LogQuery(-1, null, Following.NO);

  /** Whether reading goes on at the end of the log. */
  public enum Following {
    NO,
    /** Until the container has ended for good. */
    UNTIL_END
  }
}
