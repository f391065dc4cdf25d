package dev.jpod.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of one stack: its current revision, its history, its journal and its lock. */
public interface StackStore {
  /** Whether anything is kept of the stack, if only by a run that has just begun. */
  boolean isKnown();

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

  /** The entries that no commit has cleared; a last line that a crash cut short is left out. */
  List<JournalEntry> journal();

  /**
   * Adds an entry, which survives the end of this process, but not a power cut. May be called from
   * several threads.
   */
  void append(JournalEntry entry);

  /**
   * Makes the entries so far survive a power cut. May be called from several threads, which then
   * share the wait.
   */
  void forceJournal();

  /** Forgets the journal, after the state it led to is committed. */
  void clearJournal();

  /** Removes all that is kept of the stack but its lock, which goes when it is given back. */
  void forget();

  /**
   * Takes the stack's lock, which the kernel releases when this process ends. Of a stack of which
   * nothing else is kept when the lock is given back, nothing stays.
   *
   * @param wait how long to wait for it; zero for not at all
   * @throws dev.jpod.model.JpodException of kind LOCKED that names the holder
   */
  StackLock lock(Duration wait);
}
