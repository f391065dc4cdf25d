package dev.jpod.host;

import java.io.IOException;

/**
 * An open file or folder, whose metadata can be set without naming it again. Owners and modes are
 * numbers as the kernel has them; a mode has no type bits. Changing the owner clears setuid bits
 * and file capabilities, so set owner, mode and attributes in this order, and the time last.
 */
public abstract sealed class OpenFile implements AutoCloseable permits OpenDirectory, NewFile {
  final FileCalls calls;
  final int fd;

  OpenFile(FileCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
  }

  public void setOwner(int user, int group) throws IOException {
    calls.setOwner(fd, user, group);
  }

  public void setMode(int mode) throws IOException {
    calls.setMode(fd, mode);
  }

  /** Sets an extended attribute by its full name, for example {@code user.note}. */
  public void setAttribute(String name, byte[] value) throws IOException {
    calls.setAttribute(fd, name, value);
  }

  /** Sets the times of last modification and of last access. */
  public void setTimes(long seconds, long nanos) throws IOException {
    calls.setTimes(fd, seconds, nanos);
  }

  @Override
  public void close() throws IOException {
    calls.close(fd);
  }
}
