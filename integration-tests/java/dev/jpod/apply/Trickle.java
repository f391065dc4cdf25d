package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.jpod.registry.FaultyRegistry.Received;
import dev.jpod.registry.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Gives a blob slowly, and goes on in its middle when asked to. */
final class Trickle implements Reply {
  private static final int PIECE = 16 * 1024;

  private final byte[] blob;
  private final long pauseNanos;
  private final AtomicLong sent = new AtomicLong();

  /** One that takes about so many milliseconds for all of the blob. */
  Trickle(byte[] blob, long millis) {
    this.blob = blob;
    this.pauseNanos = millis * 1_000_000 * PIECE / Math.max(PIECE, blob.length);
  }

  /** How many bytes of the blob were sent so far, those in buffers included. */
  long sent() {
    return sent.get();
  }

  @Override
  public Next write(Received request, OutputStream out) throws IOException {
    String range = request.header("range");
    int from =
        range.isEmpty() ? 0 : Integer.parseInt(range.substring("bytes=".length()).replace("-", ""));
    String head =
        from == 0
            ? "HTTP/1.1 200 OK\r\n"
            : "HTTP/1.1 206 Part\r\nContent-Range: bytes %d-%d/%d\r\n"
                .formatted(from, blob.length - 1, blob.length);
    out.write((head + "Content-Length: " + (blob.length - from) + "\r\n\r\n").getBytes(US_ASCII));
    for (int at = from; at < blob.length; at += PIECE) {
      int length = Math.min(PIECE, blob.length - at);
      out.write(blob, at, length);
      out.flush();
      sent.addAndGet(length);
      LockSupport.parkNanos(pauseNanos);
    }
    return Next.GO_ON;
  }
}
