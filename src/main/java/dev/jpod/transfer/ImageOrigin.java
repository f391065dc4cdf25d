package dev.jpod.transfer;

import dev.jpod.image.BlobArrival;
import dev.jpod.image.Descriptor;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.util.function.LongConsumer;

/** Where an image comes from, for example a repository of a registry. Safe for several threads. */
interface ImageOrigin extends AutoCloseable {
  /**
   * A manifest or an index, word for word.
   *
   * @param mediaType as the origin says it
   */
  record Document(Content content, String mediaType, Digest digest) {}

  /** Bytes that nobody changes. */
  final class Content {
    private final byte[] bytes;

    Content(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** What the name or digest that this origin is asked for stands for. */
  Document manifest();

  /** The manifest of a digest; its bytes have it. */
  Document manifest(Digest digest);

  /** A blob that is small enough for the memory; digest and size are not checked. */
  byte[] document(Descriptor blob);

  /**
   * Writes all that is missing of a blob; goes on in its middle where that can be done.
   *
   * @param received is told, often, how many bytes are there
   */
  void fetch(Descriptor blob, BlobArrival into, LongConsumer received) throws IOException;

  /** Breaks off whatever is under way. */
  @Override
  void close();
}
