package dev.jpod.model;

/** An amount of bytes that people read. */
public record ByteSize(long bytes) {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  /** In the unit that leaves at most four digits, one of them after the point: {@code 54.1 MiB}. */
  @Override
  public String toString() {
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
