package dev.jpod.doctor;

/**
 * Something on the host that is not as containers need it.
 *
 * @param what one sentence, in lower case and without a full stop
 * @param remedy what to do about it
 */
public record Finding(Severity severity, String what, String remedy) {
  /** How much does not work with it. */
  public enum Severity {
    /** Nothing works. */
    ERROR,
    /** Something does not, or not for long. */
    WARNING,
    /** What not everybody asks for does not. */
    NOTE
  }

  static Finding error(String what, String remedy) {
    return new Finding(Severity.ERROR, what, remedy);
  }

  static Finding note(String what, String remedy) {
    return new Finding(Severity.NOTE, what, remedy);
  }

  static Finding warning(String what, String remedy) {
    return new Finding(Severity.WARNING, what, remedy);
  }
}
