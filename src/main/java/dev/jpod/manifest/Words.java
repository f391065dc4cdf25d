package dev.jpod.manifest;

/** Words that take the place of a number. */
final class Words {
  private Words() {}

  /** Whether the value says {@code unlimited} or {@code -1}. */
  static boolean isUnlimited(Value value) {
    String written = value.written();
    return written.equals("unlimited") || written.equals("-1");
  }
}
