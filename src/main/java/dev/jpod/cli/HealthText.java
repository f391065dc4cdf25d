package dev.jpod.cli;

import dev.jpod.observed.Health;
import dev.jpod.observed.ObservedContainer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health of containers in one word. */
final class HealthText {
  /** A container whose health check nobody carries out any more; the next apply repairs that. */
  private static final String UNCHECKED = "unchecked";

  private HealthText() {}

  /** The word; null for a container without a health check or without a process. */
  static @Nullable String of(ObservedContainer container) {
    Health health = container.health();
    if (health == null) {
      return null;
    }
    return container.isUnchecked() ? UNCHECKED : health.word();
  }

  /** The word as it stands behind a state, in Docker's form; empty for none. */
  static String suffix(@Nullable String word) {
    if (word == null) {
      return "";
    }
    return word.equals(Health.STARTING.word()) ? " (health: starting)" : " (" + word + ")";
  }

  /** The word for the worst of them; null when none is checked. */
  static @Nullable String worst(List<ObservedContainer> containers) {
    String worst = null;
    for (ObservedContainer container : containers) {
      String word = of(container);
      if (word != null && (worst == null || rank(word) > rank(worst))) {
        worst = word;
      }
    }
    return worst;
  }

  private static int rank(String word) {
    return switch (word) {
      case "healthy" -> 0;
      case "starting" -> 1;
      case UNCHECKED -> 2;
      default -> 3;
    };
  }
}
