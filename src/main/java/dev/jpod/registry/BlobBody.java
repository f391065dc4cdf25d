package dev.jpod.registry;

import dev.jpod.registry.Request.Body;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.LongConsumer;

/**
 * A blob on its way to a registry; tells how many bytes have been sent. What is wrong with its
 * source is an {@link UncheckedIOException}, so that nobody takes it for a failure of the way.
 */
record BlobBody(BlobSource source, long length, LongConsumer sent) implements Body {
  private static final int BLOCK = 256 * 1024;

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] block = new byte[Math.clamp(length, 1, BLOCK)];
    long written = 0;
    sent.accept(0);
    try (InputStream in = open()) {
      while (written < length) {
        int n = read(in, block, (int) Math.min(block.length, length - written));
        out.write(block, 0, n);
        written += n;
        sent.accept(written);
      }
    }
  }

  private InputStream open() {
    try {
      return source.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int read(InputStream in, byte[] block, int most) {
    try {
      int n = in.read(block, 0, most);
      if (n < 0) {
        throw new EOFException("the content ends before its size is reached");
      }
      return n;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
