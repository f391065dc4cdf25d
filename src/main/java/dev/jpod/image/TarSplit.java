package dev.jpod.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the tar of an unpacked layer had besides the content of its files, as the tar-split library
 * writes it: lines of JSON, compressed by gzip.
 */
final class TarSplit implements AutoCloseable {
  /** A name and its extended attributes, in base 64. */
  private static final int LONGEST_LINE = 16 << 20;

  private static final int BUFFER = 64 * 1024;

  private final InputStream lines;

  private TarSplit(InputStream lines) {
    this.lines = lines;
  }

  static TarSplit open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      return new TarSplit(new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The size of the whole tar, in bytes. */
  static long sizeOfTar(Path file) throws IOException {
    try (TarSplit split = open(file)) {
      long size = 0;
      for (TarSplitEntry entry = split.next(); entry != null; entry = split.next()) {
        size = Math.addExact(size, entry.size());
      }
      return size;
    } catch (ArithmeticException e) {
      throw new HostileLayerException("its files are larger than any disk", e);
    }
  }

  /** What comes next; null at the end. */
  @Nullable TarSplitEntry next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int letter = lines.read();
    while (letter >= 0 && (letter != '\n' || line.size() == 0)) {
      if (letter != '\n') {
        line.write(letter);
      }
      if (line.size() > LONGEST_LINE) {
        throw new HostileLayerException("a line has more than " + LONGEST_LINE + " bytes");
      }
      letter = lines.read();
    }
    return line.size() == 0 ? null : TarSplitEntry.parse(line.toByteArray());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
