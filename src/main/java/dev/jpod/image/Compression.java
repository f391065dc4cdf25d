package dev.jpod.image;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a stream is compressed, which its first bytes say more reliably than its name or type. */
public enum Compression {
  PLAIN,
  GZIP,
  ZSTD;

  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC = 4;

  /** The content of a stream without its compression, if it has one. */
  public static InputStream uncompressed(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    return switch (of(buffered)) {
      case PLAIN -> buffered;
      case GZIP -> new GZIPInputStream(new Expecting(buffered), BUFFER);
      case ZSTD -> new ZstdInputStream(buffered);
    };
  }

  private static Compression of(BufferedInputStream in) throws IOException {
    in.mark(MAGIC);
    byte[] magic = in.readNBytes(MAGIC);
    in.reset();
    return of(magic);
  }

  /** What the first bytes of a stream say. */
  static Compression of(byte[] start) {
    if (startsWith(start, 0x1f, 0x8b)) {
      return GZIP;
    }
    return startsWith(start, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : PLAIN;
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Says that there may be more to come. GZIPInputStream takes a pipe that is momentarily empty for
   * the end, and would drop the members that follow.
   */
  private static final class Expecting extends FilterInputStream {
    Expecting(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }
}
