package dev.jpod.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Keeps what is read while it is told to, and refuses to keep more than a limit, which also bounds
 * what the tar library can be made to hold in memory for one header.
 */
final class HeaderRecorder extends FilterInputStream {
  private final int limit;
  private byte[] kept = new byte[4096];
  private int length;
  private boolean recording;
  private long position;

  HeaderRecorder(InputStream in, int limit) {
    super(in);
    this.limit = limit;
  }

  /** Bytes read since the beginning. */
  long position() {
    return position;
  }

  void start() {
    length = 0;
    recording = true;
  }

  void stop() {
    recording = false;
  }

  /** What was read between start and stop, from an offset on. */
  byte[] kept(int offset) {
    return Arrays.copyOfRange(kept, Math.min(offset, length), length);
  }

  int length() {
    return length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = in.read(target, offset, count);
    if (read > 0) {
      position += read;
      if (recording) {
        keep(target, offset, read);
      }
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(count, 8192)];
    return Math.max(0, read(passed, 0, passed.length));
  }

  private void keep(byte[] source, int offset, int count) throws IOException {
    if (length + count > limit) {
      throw new HostileLayerException("the headers of an entry have more than " + limit + " bytes");
    }
    if (length + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(kept.length * 2, length + count));
    }
    System.arraycopy(source, offset, kept, length, count);
    length += count;
  }
}
