package dev.jpod.cli;

import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import org.jspecify.annotations.Nullable;

/** What a pod is to another one of the same replica. */
enum PodRole {
  /** There is no other, or it is the one that has ports and names. */
  SERVING(""),
  /** It was made to take the place of the other one, and has not yet. */
  STANDBY("standby"),
  /** The other one has taken its place, and it is about to go. */
  REPLACED("replaced");

  private final String word;

  PodRole(String word) {
    this.word = word;
  }

  /**
   * The role of a pod.
   *
   * @param serves whether the host's ports and names are its own
   * @param takeover whose place it was made to take, if any
   */
  static PodRole of(boolean serves, @Nullable Takeover takeover) {
    if (serves) {
      return SERVING;
    }
    return takeover != null && takeover.stage() == Stage.STANDBY ? STANDBY : REPLACED;
  }

  /** As it stands behind a state; empty for the one that serves. */
  String suffix() {
    return word.isEmpty() ? "" : " (" + word + ")";
  }

  /** As programs read it; null for the one that serves. */
  @Nullable String word() {
    return word.isEmpty() ? null : word;
  }
}
