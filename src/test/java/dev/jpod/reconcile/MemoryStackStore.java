package dev.jpod.reconcile;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.store.JournalEntry;
import dev.jpod.store.StackLock;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one stack, in memory. */
final class MemoryStackStore implements StackStore {
  private final List<StackRevision> revisions = new ArrayList<>();
  private final List<JournalEntry> journal = new ArrayList<>();
  private boolean locked;

  @Override
  public synchronized boolean isKnown() {
    return locked || !revisions.isEmpty() || !journal.isEmpty();
  }

  @Override
  public synchronized @Nullable StackRevision current() {
    return revisions.isEmpty() ? null : revisions.getFirst();
  }

  @Override
  public synchronized List<StackRevision> revisions() {
    return List.copyOf(revisions);
  }

  @Override
  public synchronized void commit(StackRevision revision, int keep) {
    revisions.addFirst(revision);
  }

  @Override
  public synchronized List<JournalEntry> journal() {
    return List.copyOf(journal);
  }

  @Override
  public synchronized void append(JournalEntry entry) {
    journal.add(entry);
  }

  @Override
  public void forceJournal() {}

  @Override
  public synchronized void clearJournal() {
    journal.clear();
  }

  @Override
  public synchronized void forget() {
    revisions.clear();
    journal.clear();
  }

  @Override
  public synchronized StackLock lock(Duration wait) {
    if (locked) {
      throw new JpodException(Failure.LOCKED, "the stack is locked", "");
    }
    locked = true;
    return () -> locked = false;
  }
}
