package dev.jpod.registry;

import dev.jpod.model.Digest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A registry on loopback that keeps to the distribution specification until it is told not to: for
 * each request the first fault that fits answers instead, as often as it was told to.
 */
public final class FaultyRegistry implements AutoCloseable {
  private final ServerSocket server;
  private final RegistryContent content = new RegistryContent();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<Fault> hastyFaults = new CopyOnWriteArrayList<>();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Guard guard = _ -> null;

  /** Decides whether a request may be answered; gives the refusal, or null. */
  @FunctionalInterface
  public interface Guard {
    @Nullable Reply refusalOf(Received request);
  }

  private FaultyRegistry(ServerSocket server) {
    this.server = server;
  }

  /** One without TLS. */
  public static FaultyRegistry start() throws IOException {
    return start(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
  }

  /** One that accepts connections as this socket does, for example with TLS. */
  public static FaultyRegistry start(ServerSocket server) {
    FaultyRegistry registry = new FaultyRegistry(server);
    Thread.ofPlatform().daemon().name("faulty registry").start(registry::accept);
    return registry;
  }

  /** Host and port, as they stand in the name of an image. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** What it has to give. */
  public RegistryContent content() {
    return content;
  }

  /** Lets nobody in whom the guard refuses. */
  public FaultyRegistry guardedBy(Guard other) {
    guard = other;
    return this;
  }

  /** Answers otherwise whenever the request's method and path hold this text. */
  public FaultyRegistry always(String part, Reply reply) {
    return times(Integer.MAX_VALUE, part, reply);
  }

  /** Answers otherwise the first so many times that the request's method and path hold the text. */
  public FaultyRegistry times(int times, String part, Reply reply) {
    faults.add(new Fault(part, reply, times));
    return this;
  }

  /** Answers so before it has read the body of the request, and hangs up. */
  public FaultyRegistry hastily(int times, String part, Reply reply) {
    hastyFaults.add(new Fault(part, reply, times));
    return this;
  }

  /** Whatever it was asked, in order. */
  public List<Received> requests() {
    return List.copyOf(requests);
  }

  /** What it was asked with a method and path that hold the text. */
  public List<Received> requests(String part) {
    return requests.stream().filter(request -> request.line().contains(part)).toList();
  }

  /**
   * A request as it came.
   *
   * @param headers by their names in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  public record Received(String method, String target, Map<String, String> headers, byte[] body) {
    public String line() {
      return method + " " + target;
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private static final class Fault {
    private final String part;
    private final Reply reply;
    private int left;

    Fault(String part, Reply reply, int times) {
      this.part = part;
      this.reply = reply;
      this.left = times;
    }

    synchronized @Nullable Reply take(Received request) {
      if (left == 0 || !request.line().contains(part)) {
        return null;
      }
      left--;
      return reply;
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        open.add(connection);
        Thread.ofPlatform().daemon().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedInputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 1 << 16);
      for (Received head = readHead(in); head != null; head = readHead(in)) {
        Reply hasty = first(hastyFaults, head);
        if (hasty != null) {
          requests.add(head);
          hasty.write(head, out);
          out.flush();
          return;
        }
        Received request = withBody(head, in, out);
        requests.add(request);
        Reply.Next next = replyTo(request).write(request, out);
        out.flush();
        if (next == Reply.Next.CLOSE) {
          return;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The client went away, which some of the tests are about.
    } finally {
      open.remove(connection);
    }
  }

  private Reply replyTo(Received request) {
    Reply fault = first(faults, request);
    if (fault != null) {
      return fault;
    }
    Reply refusal = guard.refusalOf(request);
    return refusal == null ? content.replyTo(request) : refusal;
  }

  private static @Nullable Reply first(List<Fault> faults, Received request) {
    for (Fault fault : faults) {
      Reply reply = fault.take(request);
      if (reply != null) {
        return reply;
      }
    }
    return null;
  }

  private static Received withBody(Received head, BufferedInputStream in, OutputStream out)
      throws IOException {
    if (head.header("expect").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the client went away");
    }
    return new Received(head.method(), head.target(), head.headers(), body);
  }

  private static @Nullable Received readHead(BufferedInputStream in) throws IOException {
    String start = line(in);
    if (start == null || start.isEmpty()) {
      return null;
    }
    String[] words = start.split(" ", 3);
    Map<String, String> headers = new ConcurrentHashMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Received(words[0], words[1], headers, new byte[0]);
  }

  private static @Nullable String line(BufferedInputStream in) throws IOException {
    List<Byte> bytes = new ArrayList<>();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b == 0x16 && bytes.isEmpty()) {
        // The first byte of TLS: a server without it does not understand a word.
        throw new IOException("this is TLS");
      }
      if (b != '\r') {
        bytes.add((byte) b);
      }
    }
    byte[] text = new byte[bytes.size()];
    for (int i = 0; i < text.length; i++) {
      text[i] = bytes.get(i);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : open) {
      connection.close();
    }
  }

  /** The digest that content has. */
  public static Digest digest(byte[] bytes) {
    return ManifestBytes.digest(bytes);
  }
}
