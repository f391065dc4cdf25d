package dev.jpod.image;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.jpod.host.KernelLock;
import dev.jpod.host.StreamDigest;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One blob on its way into the store. It goes on where an earlier transfer was cut off, and can be
 * read from its start while the rest is still to come. Until it is complete, nobody else on the
 * host fetches the same blob. One thread writes; any number may read and wait.
 */
public final class BlobArrival implements AutoCloseable {
  private static final int BLOCK = 256 * 1024;

  /** What an attempt to complete a blob came to. */
  public enum Completion {
    WHOLE,
    /**
     * What an earlier run had left is damaged and was thrown away: the blob is to be fetched anew.
     */
    BEGUN_ANEW
  }

  private final Descriptor blob;

  /** Where the content is, under a name that nobody else takes away. */
  private final Path kept;

  private final @Nullable Writing writing;
  private final boolean hadContent;

  private long received;

  /** Whether nothing more arrives; the lock is somebody else's from then on. */
  private boolean ended;

  private boolean begunAnew;
  private @Nullable IOException failure;

  /** What only a blob has that is still to be fetched. */
  private record Writing(KernelLock lock, Path partial, FileChannel channel) {}

  private StreamDigest digest = StreamDigest.sha256();

  private BlobArrival(Descriptor blob, Path kept, @Nullable Writing writing) throws IOException {
    this.blob = blob;
    this.kept = kept;
    this.writing = writing;
    this.ended = writing == null;
    this.received = writing == null ? blob.size() : takeUp(writing);
    this.hadContent = received > 0;
  }

  /**
   * Waits while another one fetches the same blob, which then is complete.
   *
   * @param own a folder that only the caller's run uses
   */
  static BlobArrival open(OciLayout layout, Path own, Descriptor blob) throws IOException {
    String hex = blob.digest().hex();
    Path kept = own.resolve(hex);
    WholeBlob there = new WholeBlob(layout, blob);
    if (there.keepStored(kept)) {
      return new BlobArrival(blob, kept, null);
    }
    KernelLock lock = KernelLock.exclusive(layout.staging().resolve(hex + ".lock"));
    try {
      Path partial = Files.createDirectories(layout.partial()).resolve(hex);
      if (there.keepStored(kept) || there.keepFinished(kept)) {
        lock.close();
        return new BlobArrival(blob, kept, null);
      }
      return resume(blob, kept, partial, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static BlobArrival resume(Descriptor blob, Path kept, Path partial, KernelLock lock)
      throws IOException {
    FileChannel channel = FileChannel.open(partial, CREATE, READ, WRITE);
    try {
      return new BlobArrival(blob, kept, new Writing(lock, partial, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads what an earlier run has left. */
  private long takeUp(Writing place) throws IOException {
    byte[] bytes = new byte[BLOCK];
    long size = 0;
    try (InputStream left = new FileInputStream(place.partial().toFile())) {
      int length = left.read(bytes);
      while (length >= 0 && size + length <= blob.size()) {
        digest.update(bytes, 0, length);
        size += length;
        length = left.read(bytes);
      }
      if (length >= 0) {
        place.channel().truncate(0);
        digest.close();
        digest = StreamDigest.sha256();
        return 0;
      }
    }
    place.channel().position(size);
    return size;
  }

  /** What is to arrive. */
  public Descriptor blob() {
    return blob;
  }

  /** Whether nothing is left to be fetched and checked. */
  public synchronized boolean isComplete() {
    return ended && failure == null;
  }

  /** Bytes that are there, from the start of the blob. */
  public synchronized long received() {
    return received;
  }

  /** Adds what comes next. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    FileChannel channel = requireWriting().channel();
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    digest.update(bytes, offset, length);
    synchronized (this) {
      received += length;
      notifyAll();
    }
  }

  private void restart() throws IOException {
    synchronized (this) {
      received = 0;
      begunAnew = true;
      notifyAll();
    }
    FileChannel channel = requireWriting().channel();
    channel.truncate(0);
    channel.position(0);
    digest.close();
    digest = StreamDigest.sha256();
  }

  /**
   * Checks size and digest of what has been written.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when it is not what was promised; what is
   *     there is thrown away
   */
  public Completion complete() throws IOException {
    Writing place = requireWriting();
    if (received != blob.size() || !Sha256.of(digest).equals(blob.digest())) {
      boolean mayBeOurs = hadContent && !begunAnew;
      restart();
      if (mayBeOurs) {
        return Completion.BEGUN_ANEW;
      }
      Files.deleteIfExists(place.partial());
      throw Json.wrong(
          "the content '" + blob.digest() + "'",
          "what arrived does not have that digest and " + blob.size() + " bytes");
    }
    synchronized (this) {
      Files.createLink(kept, place.partial());
      ended = true;
      notifyAll();
      place.lock().close();
    }
    return Completion.WHOLE;
  }

  /**
   * Says that nothing more will arrive, to those who read or wait; to be called by whoever writes.
   * Others on the host may go on with what is there: two runs that wait for each other's blobs
   * would otherwise never learn that both have failed.
   */
  public synchronized void fail(IOException reason) {
    if (!ended) {
      ended = true;
      failure = reason;
      notifyAll();
      try {
        requireWriting().lock().close();
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
  }

  /** Waits for the checked whole. */
  synchronized StagedBlob await() throws IOException {
    waitUntilMoreThan(Long.MAX_VALUE);
    return new StagedBlob(kept, blob.digest(), blob.size());
  }

  /** Whether readers may have seen what is not in the blob. */
  synchronized boolean wasBegunAnew() {
    return begunAnew;
  }

  /** The content from its start; reading waits for what is still to come. */
  synchronized InputStream content() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return new Following(ended ? kept : requireWriting().partial());
  }

  /** Returns how much is there; less than wanted only at the end. */
  private synchronized long waitUntilMoreThan(long bytes) throws IOException {
    try {
      while (received <= bytes && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while waiting for content").initCause(e);
    }
    if (failure != null) {
      throw failure;
    }
    return received;
  }

  private final class Following extends InputStream {
    private final InputStream reading;
    private long at;

    Following(Path file) throws IOException {
      this.reading = new FileInputStream(file.toFile());
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (wasBegunAnew()) {
        throw new IOException("the content began anew");
      }
      long there = waitUntilMoreThan(at);
      if (there <= at) {
        return -1;
      }
      int length = reading.read(target, offset, (int) Math.min(count, there - at));
      at += Math.max(length, 0);
      return length;
    }

    @Override
    public void close() throws IOException {
      reading.close();
    }
  }

  private Writing requireWriting() {
    if (writing == null) {
      throw new IllegalStateException("the blob is there already");
    }
    return writing;
  }

  /** Lets others go on; what has arrived stays for a later run. */
  @Override
  public synchronized void close() throws IOException {
    digest.close();
    if (writing != null) {
      writing.channel().close();
      if (!ended) {
        ended = true;
        writing.lock().close();
      }
    }
  }
}
