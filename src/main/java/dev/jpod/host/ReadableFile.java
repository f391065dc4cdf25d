package dev.jpod.host;

import java.io.IOException;

/** A file that was there, open for reading from its start to its end. */
public final class ReadableFile implements AutoCloseable {
  private final FileCalls calls;
  private final int fd;

  ReadableFile(FileCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
  }

  /** Reads some bytes, at least one; 0 at the end of the file. */
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return calls.read(fd, bytes, offset, length);
  }

  /** Sets permissions, set-id bits included; a mode has no type bits. */
  public void setMode(int mode) throws IOException {
    calls.setMode(fd, mode);
  }

  @Override
  public void close() throws IOException {
    calls.close(fd);
  }
}
