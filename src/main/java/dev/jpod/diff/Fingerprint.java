package dev.jpod.diff;

import dev.jpod.model.Instance.Sensitivity;
import org.jspecify.annotations.Nullable;

/** What a value that must not be shown looks like among the canonical ones. */
final class Fingerprint {
  private static final String KEYED_HASH = "hmac:";

  private Fingerprint() {}

  /**
   * Whether a change from one value to another may be shown: not when either was a secret, since a
   * value that becomes one is most often the same text.
   */
  static Sensitivity sensitivity(@Nullable String before, @Nullable String after) {
    return isSecret(before) || isSecret(after) ? Sensitivity.SECRET : Sensitivity.OPEN;
  }

  private static boolean isSecret(@Nullable String value) {
    return value != null && value.startsWith(KEYED_HASH);
  }
}
