package dev.jpod.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of one stack: its current revision, its history, its journal and its lock. */
public interface StackStore {
  /** The current revision, or null when the stack was never applied or is gone. */
  @Nullable StackRevision current();

  /** The revisions that are kept, newest first. */
  List<StackRevision> revisions();

  /**
   * Makes a revision the current one and keeps it in the history. Atomic and durable.
   *
   * @param keep how many revisions stay, at least 1
   */
  void commit(StackRevision revision, int keep);

  /** Takes a new inventory over without a new revision. Atomic and durable. */
  void recordInventory(StackRevision current);

  /** The entries that no commit has cleared; a last line that a crash cut short is left out. */
  List<JournalEntry> journal();

  /**
   * Adds an entry. An intent is durable when this returns; what came of it may be lost in a power
   * cut, as the next run looks for itself. May be called from several threads.
   */
  void append(JournalEntry entry);

  /** Forgets the journal, after the state it led to is committed. */
  void clearJournal();

  /** Removes all that is kept of the stack but its lock. Idempotent. */
  void forget();

  /**
   * Takes the stack's lock, which the kernel releases when this process ends.
   *
   * @param wait how long to wait for it; zero for not at all
   * @throws dev.jpod.model.JpodException of kind LOCKED that names the holder
   */
  StackLock lock(Duration wait);
}
