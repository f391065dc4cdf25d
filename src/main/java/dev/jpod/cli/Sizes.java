package dev.jpod.cli;

/** Amounts of bytes for people. */
final class Sizes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /** The amount in the unit that leaves at most four digits, one of them after the point. */
  static String text(long bytes) {
    int unit = 0;
    long tenths = bytes * 10;
    while (tenths >= 10_240 && unit < UNITS.length - 1) {
      tenths /= 1024;
      unit++;
    }
    String fraction = unit == 0 || tenths >= 1000 ? "" : "." + tenths % 10;
    return tenths / 10 + fraction + " " + UNITS[unit];
  }
}
