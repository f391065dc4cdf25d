package dev.jpod.cli;

import dev.jpod.json.JsonTree;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * Initialises on a thread of its own what nearly every command comes to need and what takes long,
 * so that it is done when the command gets there: {@code BigDecimal}, which works out powers of
 * five with 150,000 bits, and without which Jackson has no number; then Jackson itself.
 */
final class HeadStart {
  private static final byte[] NOTHING = {'{', '}'};

  private HeadStart() {}

  /** Begins, and does not wait. */
  static void take() {
    Thread.ofPlatform()
        .daemon()
        .name("head start")
        .start(
            () -> {
              Objects.requireNonNull(BigDecimal.ZERO);
              JsonTree.read(NOTHING);
            });
  }
}
