package dev.jpod.cli;

import dev.jpod.model.ByteSize;

/** Amounts of bytes for people. */
final class Sizes {
  private Sizes() {}

  /** The amount in the unit that leaves at most four digits, one of them after the point. */
  static String text(long bytes) {
    return new ByteSize(bytes).toString();
  }
}
