package dev.jpod.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text in UTF-8 to one of the standard streams, held back until there is a block of it. */
final class Output extends OutputStream {
  private static final int BLOCK = 8192;

  private final OutputStream stream;
  private final byte[] block = new byte[BLOCK];
  private int used;

  Output(OutputStream stream) {
    this.stream = stream;
  }

  /** Standard output failed: its reader went away, or the disk is full. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(IOException cause) {
      super(cause);
    }

    /** Whether nobody reads any more, which is the reader's right. */
    boolean isBrokenPipe() {
      return reason().contains("Broken pipe");
    }

    /** What the operating system says about it. */
    String reason() {
      Throwable cause = getCause();
      return cause == null || cause.getMessage() == null ? "" : cause.getMessage();
    }
  }

  /** Writes the text as it is. */
  Output text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
    return this;
  }

  /** Writes the text and ends the line. */
  Output line(String text) {
    return text(text).text("\n");
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (length > BLOCK - used) {
      flush();
    }
    if (length > BLOCK) {
      send(bytes, from, length);
      return;
    }
    System.arraycopy(bytes, from, block, used, length);
    used += length;
  }

  /** Sends what was held back. */
  @Override
  public void flush() {
    int waiting = used;
    used = 0;
    if (waiting > 0) {
      send(block, 0, waiting);
    }
  }

  private void send(byte[] bytes, int from, int length) {
    try {
      stream.write(bytes, from, length);
      stream.flush();
    } catch (IOException e) {
      throw new Lost(e);
    }
  }
}
