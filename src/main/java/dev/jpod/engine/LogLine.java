package dev.jpod.engine;

import java.time.Instant;

/**
 * One line that a container wrote.
 *
 * @param text its bytes as they were written, without the line end
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record LogLine(Instant time, Stream stream, byte[] text) {
  /** Which of the process's streams. */
  public enum Stream {
    STDOUT,
    STDERR
  }
}
