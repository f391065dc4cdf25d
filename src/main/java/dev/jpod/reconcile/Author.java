package dev.jpod.reconcile;

/**
 * Who began a run, for the history.
 *
 * @param user a name, or the number of a user; empty when that is not known
 * @param command what was called, without values, for example {@code apply -f stack.yaml}
 */
public record Author(String user, String command) {
  /** Nobody knows. */
  public static final Author UNKNOWN = new Author("", "");
}
