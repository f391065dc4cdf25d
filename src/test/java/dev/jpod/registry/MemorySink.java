package dev.jpod.registry;

import java.io.ByteArrayOutputStream;

/** Keeps a blob in memory. */
final class MemorySink implements BlobSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int restarts;

  byte[] content() {
    return bytes.toByteArray();
  }

  int restarts() {
    return restarts;
  }

  @Override
  public long received() {
    return bytes.size();
  }

  @Override
  public void write(byte[] block, int offset, int length) {
    bytes.write(block, offset, length);
  }

  @Override
  public void restart() {
    restarts++;
    bytes.reset();
  }
}
