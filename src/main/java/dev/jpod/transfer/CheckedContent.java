package dev.jpod.transfer;

import dev.jpod.host.StreamDigest;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageDestination.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Content on its way out of the store, which is compared with its digest once more. */
final class CheckedContent {
  private static final int BLOCK = 256 * 1024;

  private CheckedContent() {}

  /** What a stream came to. */
  record Measure(Digest digest, long size) {
    /** Fails when the content is another than that of a digest. */
    void require(Digest expected, long bytes) {
      if (!digest.equals(expected) || size != bytes) {
        throw damaged(expected);
      }
    }

    /** Fails when the content is another than that of a digest. */
    void require(Digest expected) {
      require(expected, size);
    }
  }

  private static JpodException damaged(Digest expected) {
    return JpodException.failed(
        "the content '" + expected + "' in the store is damaged",
        "remove the image and pull or load it again");
  }

  /**
   * Copies a stream to its end.
   *
   * @param counted is told, often, how many bytes were copied
   */
  static Measure copy(Source source, OutputStream out, LongConsumer counted) throws IOException {
    byte[] bytes = new byte[BLOCK];
    long size = 0;
    try (InputStream in = source.open();
        StreamDigest digest = StreamDigest.sha256()) {
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        digest.update(bytes, 0, length);
        out.write(bytes, 0, length);
        size += length;
        counted.accept(size);
      }
      return new Measure(Digest.sha256(digest.hex()), size);
    }
  }

  /** Reads a stream to its end. */
  static Measure of(Source source) throws IOException {
    return copy(source, OutputStream.nullOutputStream(), _ -> {});
  }
}
