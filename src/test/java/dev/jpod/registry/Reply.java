package dev.jpod.registry;

import dev.jpod.registry.FaultyRegistry.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** How a server answers one request, well or badly. */
@FunctionalInterface
public interface Reply {
  /** What becomes of the connection. */
  enum Next {
    GO_ON,
    CLOSE
  }

  Next write(Received request, OutputStream out) throws IOException;

  /** A status with headers and no body. */
  static Reply status(int status, String... headers) {
    return whole(status, new byte[0], headers);
  }

  /** An error in the words of the distribution specification. */
  static Reply error(int status, String message, String... headers) {
    String text = "{\"errors\":[{\"code\":\"CODE\",\"message\":\"" + message + "\"}]}";
    return whole(status, text.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** A status with headers and a body; headers are names and values by turns. */
  static Reply whole(int status, byte[] body, String... headers) {
    return (request, out) -> {
      Map<String, String> all = pairs(headers);
      all.put("Content-Length", Integer.toString(body.length));
      head(out, status, all);
      if (!request.method().equals("HEAD")) {
        out.write(body);
      }
      return Next.GO_ON;
    };
  }

  /** A body that is promised to be of some length, of which only a part comes. */
  static Reply cut(byte[] body, int promised, int sent) {
    return (_, out) -> {
      head(out, 200, pairs("Content-Length", Integer.toString(promised)));
      out.write(body, 0, sent);
      return Next.CLOSE;
    };
  }

  /** A body of which no length is said; it ends with the connection. */
  static Reply unmeasured(byte[] body) {
    return (_, out) -> {
      head(out, 200, pairs("Connection", "close"));
      out.write(body);
      return Next.CLOSE;
    };
  }

  /** A part of a body, whatever part was asked for. */
  static Reply part(byte[] body, int from, int to) {
    return whole(
        206,
        Arrays.copyOfRange(body, from, to),
        "Content-Range",
        "bytes " + from + "-" + (to - 1) + "/" + body.length);
  }

  /** Something that is not HTTP. */
  static Reply garbage() {
    return (_, out) -> {
      out.write("This is not what you think it is.\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return Next.CLOSE;
    };
  }

  /** No answer at all, and no end. */
  static Reply silence() {
    return (_, _) -> hang();
  }

  /** The beginning of a body, and then nothing. */
  static Reply silenceAfter(byte[] body, int sent) {
    return (_, out) -> {
      head(out, 200, pairs("Content-Length", Integer.toString(body.length)));
      out.write(body, 0, sent);
      out.flush();
      return hang();
    };
  }

  /** The end of the connection instead of an answer. */
  static Reply hangUp() {
    return (_, _) -> Next.CLOSE;
  }

  private static Next hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Next.CLOSE;
  }

  private static Map<String, String> pairs(String... headers) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i + 1 < headers.length; i += 2) {
      pairs.put(headers[i], headers[i + 1]);
    }
    return pairs;
  }

  private static void head(OutputStream out, int status, Map<String, String> headers)
      throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Word\r\n");
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }
}
