package dev.jpod.reconcile;

import dev.jpod.model.JpodException;

/** Why a step was not even begun: what it is about was not touched. */
final class NotBegun extends JpodException {
  private static final long serialVersionUID = 1;

  NotBegun(JpodException reason) {
    super(reason.failure(), String.valueOf(reason.getMessage()), reason.hint(), reason);
  }
}
