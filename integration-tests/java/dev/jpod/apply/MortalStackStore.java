package dev.jpod.apply;

import dev.jpod.model.Digest;
import dev.jpod.store.JournalEntry;
import dev.jpod.store.StackLock;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stack's files whose process dies, as by {@code kill -9}, just before or just after one of the
 * writes to them.
 */
final class MortalStackStore implements StackStore {
  static final int KILLED = 137;

  private final StackStore files;
  private final AtomicInteger momentsLeft;

  /**
   * @param moment which moment is the last one, counted from 1; each write has two
   */
  MortalStackStore(StackStore files, int moment) {
    this.files = files;
    this.momentsLeft = new AtomicInteger(moment);
  }

  private void write(Runnable write) {
    liveOrDie();
    write.run();
    liveOrDie();
  }

  private void liveOrDie() {
    if (momentsLeft.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  @Override
  public boolean isKnown() {
    return files.isKnown();
  }

  @Override
  public StackRevision current() {
    return files.current();
  }

  @Override
  public List<StackRevision> revisions() {
    return files.revisions();
  }

  @Override
  public StackRevision newest() {
    return files.newest();
  }

  @Override
  public void commit(StackRevision revision, Map<Digest, byte[]> contents, int keep) {
    write(() -> files.commit(revision, contents, keep));
  }

  @Override
  public void record(StackRevision revision, Map<Digest, byte[]> contents, int keep) {
    write(() -> files.record(revision, contents, keep));
  }

  @Override
  public byte[] content(Digest digest) {
    return files.content(digest);
  }

  @Override
  public List<JournalEntry> journal() {
    return files.journal();
  }

  @Override
  public void append(JournalEntry entry) {
    write(() -> files.append(entry));
  }

  @Override
  public void forceJournal() {
    write(files::forceJournal);
  }

  @Override
  public void clearJournal() {
    write(files::clearJournal);
  }

  @Override
  public void forget() {
    write(files::forget);
  }

  @Override
  public StackLock lock(Duration wait) {
    return files.lock(wait);
  }
}
