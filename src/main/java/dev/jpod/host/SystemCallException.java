package dev.jpod.host;

import java.io.IOException;

/** A call to the operating system that failed: which one, on what, and its error number. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  SystemCallException(String call, String subject, int errno) {
    super(call + " of '" + subject + "' failed: " + Errno.describe(errno));
    this.errno = errno;
  }

  /** One of the numbers of {@link Errno}, or another one. */
  public int errno() {
    return errno;
  }
}
