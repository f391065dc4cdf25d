package dev.jpod.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer whose body is still to be read. */
final class Response implements AutoCloseable {
  private final Wire wire;
  private final HttpURLConnection connection;
  private final URI uri;
  private final int status;
  private final InputStream body;

  Response(Wire wire, HttpURLConnection connection, URI uri, int status, InputStream body) {
    this.wire = wire;
    this.connection = connection;
    this.uri = uri;
    this.status = status;
    this.body = body;
  }

  /** Where it came from, after all redirects. */
  URI uri() {
    return uri;
  }

  int status() {
    return status;
  }

  /** What the header says of the length of the body; -1 when it does not. */
  long length() {
    return connection.getContentLengthLong();
  }

  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  @Nullable String header(String name) {
    return connection.getHeaderField(name);
  }

  /** All values of a header, in their order. */
  List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : connection.getHeaderFields().entrySet()) {
      if (name.equalsIgnoreCase(header.getKey())) {
        // HttpURLConnection gives what came last first.
        values.addAll(header.getValue().reversed());
      }
    }
    return values;
  }

  /** The next bytes of the body; -1 at its end. */
  int read(byte[] target, int offset, int length) throws IOException {
    wire.requireOpen();
    return body.read(target, offset, length);
  }

  /**
   * The body as a whole.
   *
   * @return null when it is longer than so many bytes
   */
  byte @Nullable [] read(int most) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] block = new byte[8192];
    for (int n = read(block, 0, block.length); n >= 0; n = read(block, 0, block.length)) {
      if (whole.size() + n > most) {
        return null;
      }
      whole.write(block, 0, n);
    }
    return whole.toByteArray();
  }

  /** Lets the connection serve again when the body was read to its end, and ends it otherwise. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      connection.disconnect();
    }
  }

  /** Ends the connection, whatever is still to come on it. */
  void discard() {
    connection.disconnect();
  }
}
