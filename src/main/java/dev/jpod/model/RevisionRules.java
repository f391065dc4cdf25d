package dev.jpod.model;

/**
 * How a stack deals with its revisions.
 *
 * @param onFailure what an apply does when a step of it fails
 * @param keep how many good revisions are kept, and as many failed attempts; 1 to 1000
 */
public record RevisionRules(OnFailure onFailure, int keep) {
  /** The most revisions that can be kept. */
  public static final int MOST_KEPT = 1000;

  /** Of a stack that says nothing. */
  public static final RevisionRules DEFAULT = new RevisionRules(OnFailure.ROLLBACK, 20);

  public RevisionRules {
    if (keep < 1 || keep > MOST_KEPT) {
      throw new IllegalArgumentException(keep + " revisions cannot be kept");
    }
  }
}
