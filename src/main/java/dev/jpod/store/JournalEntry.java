package dev.jpod.store;

import java.time.Instant;

/**
 * One line of a stack's journal.
 *
 * @param step what the entry is about, by the plan's own name for it
 * @param operation for example {@code create}
 * @param subject the id of the container or pod, or the name of the volume or network, that the
 *     operation is about; empty when it is about none
 */
public record JournalEntry(
    Instant at, Mark mark, String step, String operation, String subject, String note) {
  /** What the entry says of the operation. */
  public enum Mark {
    /** It is about to be done. */
    INTENT,
    DONE,
    FAILED
  }
}
