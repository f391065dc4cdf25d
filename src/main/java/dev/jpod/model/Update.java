package dev.jpod.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How new containers of a pod take the place of old ones.
 *
 * @param parallel how many replicas are under way at the same time, at least 1
 * @param order in which the replicas take their turn
 * @param drain how long connections to a pod that was taken over from may go on, at most
 * @param deadline how long a container of the pod may take until it is healthy or has completed;
 *     null for what the run says
 */
public record Update(
    Strategy strategy, int parallel, Order order, Duration drain, @Nullable Duration deadline) {
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

  /** One replica after the other, by the strategy that suits the pod. */
  public static final Update DEFAULT =
      new Update(Strategy.AUTO, 1, Order.ASCENDING, DEFAULT_DRAIN, null);

  public Update {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel + ", less than 1");
    }
  }

  /** Whether the old or the new one goes first. */
  public enum Strategy {
    /** Start first where that does no harm and can be seen to succeed, else stop first. */
    AUTO,
    START_FIRST,
    STOP_FIRST
  }

  /** The order of the replicas' numbers. */
  public enum Order {
    ASCENDING,
    DESCENDING
  }
}
