package dev.jpod.registry;

import java.io.ByteArrayOutputStream;

/** Keeps a blob in memory. */
final class MemorySink implements BlobSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] content() {
    return bytes.toByteArray();
  }

  @Override
  public long received() {
    return bytes.size();
  }

  @Override
  public void write(byte[] block, int offset, int length) {
    bytes.write(block, offset, length);
  }
}
