package dev.jpod.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a hostile tar entry by entry, with constant memory. commons-compress knows the formats;
 * this class keeps names and attributes as bytes and turns every way in which the library fails
 * into one.
 */
final class TarReader {
  private static final int BLOCK = 512;

  private final HeaderRecorder source;
  private final TarArchiveInputStream tar;
  private final byte[] passed = new byte[16 * 1024];
  private boolean endMarked;

  TarReader(InputStream in, int headerBytes) {
    source = new HeaderRecorder(in, headerBytes);
    tar = new TarArchiveInputStream(source, BLOCK, BLOCK, ISO_8859_1.name());
  }

  /** The next entry; null at the end, which reads on to the end of the stream. */
  @Nullable TarEntry next() throws IOException {
    passRest();
    int padding = (int) ((BLOCK - source.position() % BLOCK) % BLOCK);
    try {
      source.start();
      TarArchiveEntry header = tar.getNextEntry();
      source.stop();
      if (header != null) {
        return new TarEntry(header, PaxRecords.of(source.kept(padding)));
      }
    } catch (IOException | RuntimeException e) {
      throw malformed(e);
    }
    readToEnd(source.length() - padding);
    return null;
  }

  /** Reads of the current entry's content; -1 at its end. */
  int read(byte[] target, int offset, int length) throws IOException {
    try {
      return tar.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      throw malformed(e);
    }
  }

  private void passRest() throws IOException {
    if (tar.getCurrentEntry() != null) {
      int read = 0;
      while (read >= 0) {
        read = read(passed, 0, passed.length);
      }
    }
  }

  /** The current entry's content as a stream, to be used before the next entry is asked for. */
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return TarReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return TarReader.this.read(target, offset, length);
      }
    };
  }

  /** Whether the tar ended as it should; one that was cut off between two entries did not. */
  boolean isEndMarked() {
    return endMarked;
  }

  private void readToEnd(int lastHeader) throws IOException {
    if (lastHeader > 0 && lastHeader < BLOCK) {
      throw new HostileLayerException("the tar ends in the middle of a header");
    }
    endMarked = lastHeader >= BLOCK;
    int read = 0;
    while (read >= 0) {
      read = source.read(passed, 0, passed.length);
    }
  }

  private static HostileLayerException malformed(Exception cause) {
    if (cause instanceof HostileLayerException hostile) {
      return hostile;
    }
    String why = cause instanceof EOFException ? "it ends too early" : cause.getMessage();
    return new HostileLayerException("it is not a valid tar: " + why, cause);
  }
}
