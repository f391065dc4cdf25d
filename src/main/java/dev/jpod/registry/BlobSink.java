package dev.jpod.registry;

import java.io.IOException;

/** Where the bytes of a blob go, in their order. Who owns it checks their digest. */
public interface BlobSink {
  /** How many bytes are there, from the start of the blob. */
  long received();

  /** Takes what comes next; the array may be used for other bytes after the call. */
  void write(byte[] bytes, int offset, int length) throws IOException;
}
