package dev.jpod.image;

import dev.jpod.host.StreamDigest;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads, counts and hashes a stream in a thread of its own, a few blocks ahead of its reader, so
 * that decompressing a layer and writing its files share the work of two processors. Memory is
 * bounded by the blocks.
 */
final class ReadAhead extends InputStream {
  private static final int BLOCK = 128 * 1024;
  private static final int BLOCKS = 8;

  /** Some bytes of the stream, or its end, or why there are no more. */
  private static final class Block {
    private final byte[] bytes;
    private final int length;
    private final @Nullable IOException failure;

    Block(byte[] bytes, int length, @Nullable IOException failure) {
      this.bytes = bytes;
      this.length = length;
      this.failure = failure;
    }

    boolean isLast() {
      return length < 0;
    }
  }

  private final InputStream source;
  private final long limit;
  private final StreamDigest digest = StreamDigest.sha256();
  private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private Block current = new Block(new byte[0], 0, null);
  private int at;

  /**
   * Starts to read.
   *
   * @param limit bytes after which reading fails
   */
  ReadAhead(InputStream source, long limit) {
    this.source = source;
    this.limit = limit;
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new byte[BLOCK]);
    }
    this.reader = Thread.ofPlatform().daemon().name("read-ahead").start(this::fill);
  }

  /** The digest of the whole stream, once its end has been read. */
  Digest digest() {
    if (!current.isLast()) {
      throw new IllegalStateException("the stream has not been read to its end");
    }
    return Sha256.of(digest);
  }

  private void fill() {
    try {
      try {
        long total = 0;
        int length;
        do {
          byte[] bytes = free.take();
          length = source.readNBytes(bytes, 0, BLOCK);
          total += length;
          if (total > limit) {
            throw new HostileLayerException("it has more than " + limit + " bytes unpacked");
          }
          digest.update(bytes, 0, length);
          filled.put(new Block(bytes, length, null));
        } while (length == BLOCK);
        filled.put(new Block(new byte[0], -1, null));
      } catch (IOException | RuntimeException e) {
        IOException failure = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        filled.put(new Block(new byte[0], -1, failure));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read() throws IOException {
    return advance() ? current.bytes[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int part = Math.min(count, current.length - at);
    System.arraycopy(current.bytes, at, target, offset, part);
    at += part;
    return part;
  }

  /** Makes the next byte available; false at the end. */
  private boolean advance() throws IOException {
    try {
      while (at >= current.length && !current.isLast()) {
        if (current.bytes.length == BLOCK) {
          free.put(current.bytes);
        }
        current = filled.take();
        at = 0;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while reading").initCause(e);
    }
    if (current.failure != null) {
      throw current.failure;
    }
    return !current.isLast();
  }

  /** Stops reading ahead and closes the source. */
  @Override
  public void close() throws IOException {
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    digest.close();
    source.close();
  }
}
