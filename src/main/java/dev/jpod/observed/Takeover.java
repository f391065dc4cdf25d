package dev.jpod.observed;

/**
 * That a pod was made to take the place of another one of the same replica, which runs beside it
 * meanwhile. Both have the published ports and the names in their records; the host has those of
 * the one that serves.
 *
 * @param from the id of the pod whose place is taken, whether that is still there or not
 * @param stage which of the two serves
 */
public record Takeover(String from, Stage stage) {
  /** How far a takeover has come. */
  public enum Stage {
    /** The pod from before serves, if it is still there; the new one is reached by nobody. */
    STANDBY,
    /** The new pod serves. */
    SERVING
  }

  /** The same takeover at another stage. */
  public Takeover at(Stage next) {
    return new Takeover(from, next);
  }
}
