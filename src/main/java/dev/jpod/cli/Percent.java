package dev.jpod.cli;

/** Shares for people. */
final class Percent {
  private Percent() {}

  /** The share with one digit after the point, {@code 12.5}; 0.0 of nothing. */
  static String of(long part, long whole) {
    long tenths = whole <= 0 ? 0 : Math.round(1000.0 * part / whole);
    return tenths / 10 + "." + tenths % 10;
  }
}
