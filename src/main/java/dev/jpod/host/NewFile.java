package dev.jpod.host;

import java.io.IOException;

/** A regular file that was just created, open for writing from its start to its end. */
public final class NewFile extends OpenFile {
  NewFile(FileCalls calls, int fd) {
    super(calls, fd);
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    calls.write(fd, bytes, offset, length);
  }

  /** Leaves a hole of so many bytes; one at the end needs {@link #setSize} as well. */
  public void skip(long bytes) throws IOException {
    calls.skip(fd, bytes);
  }

  public void setSize(long bytes) throws IOException {
    calls.truncate(fd, bytes);
  }
}
