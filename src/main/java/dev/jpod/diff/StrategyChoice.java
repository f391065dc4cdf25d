package dev.jpod.diff;

import dev.jpod.diff.Change.Strategy;

/**
 * Which of two goes first when a new one takes the place of an old one.
 *
 * @param why a few words that complete "stop-first, because"; empty where it goes without saying
 * @param wish whether this is what the stack file wants
 */
public record StrategyChoice(Strategy strategy, String why, Wish wish) {
  /** The old one first, for want of a reason to do otherwise. */
  public static final StrategyChoice STOP_FIRST =
      new StrategyChoice(Strategy.STOP_FIRST, "", Wish.FOLLOWED);

  /** Whether the new one is there before the old one goes. */
  public boolean startsFirst() {
    return strategy == Strategy.START_FIRST;
  }

  /** What becomes of the strategy that the stack file asks for. */
  public enum Wish {
    FOLLOWED,
    /** It asks for one that cannot be followed this time. */
    NOT_FOLLOWED
  }
}
