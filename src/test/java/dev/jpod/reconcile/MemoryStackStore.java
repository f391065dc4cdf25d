package dev.jpod.reconcile;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.store.JournalEntry;
import dev.jpod.store.StackLock;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of one stack, in memory. */
final class MemoryStackStore implements StackStore {
  private final List<StackRevision> revisions = new ArrayList<>();
  private final List<JournalEntry> journal = new ArrayList<>();
  private final Map<Digest, byte[]> contents = new HashMap<>();
  private boolean locked;
  private boolean full;

  /** From now on nothing can be written any more. */
  synchronized void fillUp() {
    full = true;
  }

  private void requireRoom() {
    if (full) {
      throw JpodException.failed("no space left on device", "free some disk space");
    }
  }

  @Override
  public synchronized boolean isKnown() {
    return locked || !revisions.isEmpty() || !journal.isEmpty();
  }

  @Override
  public synchronized @Nullable StackRevision current() {
    return revisions.stream().filter(StackRevision::isGood).findFirst().orElse(null);
  }

  @Override
  public synchronized @Nullable StackRevision newest() {
    return revisions.isEmpty() ? null : revisions.getFirst();
  }

  @Override
  public synchronized List<StackRevision> revisions() {
    return List.copyOf(revisions);
  }

  @Override
  public synchronized void commit(StackRevision revision, Map<Digest, byte[]> contents, int keep) {
    requireRoom();
    revisions.removeIf(each -> each.serial() == revision.serial());
    record(revision, contents, keep);
    revisions.sort(Comparator.comparingLong(StackRevision::serial).reversed());
  }

  @Override
  public synchronized void record(StackRevision revision, Map<Digest, byte[]> more, int keep) {
    requireRoom();
    revisions.addFirst(revision);
    contents.putAll(more);
  }

  @Override
  public synchronized byte[] content(Digest digest) {
    return Objects.requireNonNull(contents.get(digest));
  }

  @Override
  public synchronized List<JournalEntry> journal() {
    return List.copyOf(journal);
  }

  @Override
  public synchronized void append(JournalEntry entry) {
    requireRoom();
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
