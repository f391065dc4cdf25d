package dev.jpod.model;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a person can act on: one sentence that says what failed and where, and a hint that
 * says what to do. Messages start in lower case and end without a full stop; they never hold a
 * secret.
 */
public class JpodException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String hint;

  public JpodException(Failure failure, String message, String hint) {
    this(failure, message, hint, null);
  }

  public JpodException(Failure failure, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.hint = hint;
  }

  /** A failure of kind {@link Failure#FAILED}. */
  public static JpodException failed(String message, String hint) {
    return new JpodException(Failure.FAILED, message, hint);
  }

  /** A failure of kind {@link Failure#REFUSED}. */
  public static JpodException refused(String message, String hint) {
    return new JpodException(Failure.REFUSED, message, hint);
  }

  /** A failure of kind {@link Failure#NOT_FOUND}. */
  public static JpodException notFound(String message, String hint) {
    return new JpodException(Failure.NOT_FOUND, message, hint);
  }

  public Failure failure() {
    return failure;
  }

  /** What to do about it; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }
}
