package dev.jpod.store;

import dev.jpod.model.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of one stack: its current revision, its history, its journal and its lock. */
public interface StackStore {
  /** Whether anything is kept of the stack, if only by a run that has just begun. */
  boolean isKnown();

  /**
   * The current revision: the newest good one. Null when the stack was never applied or is gone.
   */
  @Nullable StackRevision current();

  /** The revisions that are kept, newest first, failed ones included. */
  List<StackRevision> revisions();

  /** The newest of all revisions, or null when there is none. */
  @Nullable StackRevision newest();

  /**
   * Makes a good revision the current one and keeps it in the history. Atomic and durable.
   *
   * @param contents those of the revision that the store may not have yet, by their digests
   * @param keep how many good revisions stay, and how many failed ones, at least 1
   */
  void commit(StackRevision revision, Map<Digest, byte[]> contents, int keep);

  /**
   * Keeps a revision that failed in the history; the current one stays. Otherwise as {@link
   * #commit}.
   */
  void record(StackRevision revision, Map<Digest, byte[]> contents, int keep);

  /**
   * A content of a revision that is kept.
   *
   * @throws dev.jpod.model.JpodException when it is not there or is not what its digest says
   */
  byte[] content(Digest digest);

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
