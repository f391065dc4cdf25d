package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.transfer.ImageOrigin.Document;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Where an image goes, for example a repository of a registry. The image is there once {@link
 * #finish} has returned; what is broken off before leaves nothing that anybody takes for an image.
 * Safe for several threads, but for the last two methods.
 */
interface ImageDestination extends AutoCloseable {
  /** Bytes that can be read again, as often as somebody wants. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** What became of a blob. */
  enum Taken {
    TRANSFERRED,
    /** Nothing had to be sent. */
    ALREADY_THERE
  }

  /**
   * Takes in a layer or the configuration.
   *
   * @param sent is told, often, how many bytes have gone there
   * @throws IOException when the source cannot be read
   */
  Taken take(Descriptor blob, Source source, LongConsumer sent) throws IOException;

  /** Takes in the manifest of which all blobs have been taken; makes the image visible. */
  void finish(Document manifest) throws IOException;

  /** Breaks off whatever is under way. */
  @Override
  void close() throws IOException;
}
