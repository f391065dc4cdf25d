package dev.jpod.registry;

import dev.jpod.registry.Proxies.Way;
import dev.jpod.registry.RegistrySettings.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Sends single requests: no redirects, no credentials, no second attempt. Closing it breaks off
 * what is under way; without TLS an answer of which a part has come breaks off with the next bytes
 * of it, or with its silence. Safe for several threads.
 */
final class Wire implements AutoCloseable {
  private static final long SLOWEST_BYTES_PER_MILLISECOND = 10_000;
  private static final long LONGEST_DIGESTION = 30L * 60 * 1000;

  private final String userAgent;
  private final Patience patience;
  private final Proxies proxies;
  private final Certificates certificates;
  private final Map<String, TlsSockets> sockets = new ConcurrentHashMap<>();
  private final Set<HttpURLConnection> waiting = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  Wire(RegistrySettings settings, Certificates certificates) {
    this.userAgent = "jpod/" + settings.version();
    this.patience = settings.patience();
    this.proxies = new Proxies(settings);
    this.certificates = certificates;
  }

  /** The request was broken off by {@link #close()}. */
  static final class Closed extends IOException {
    private static final long serialVersionUID = 1L;

    Closed() {
      super("it was broken off");
    }
  }

  /** The connection broke before all of the body was on its way. */
  static final class NotSent extends IOException {
    private static final long serialVersionUID = 1L;

    NotSent(IOException cause) {
      super("the connection was cut in the middle of an upload", cause);
    }
  }

  /** Asked for its consent to a body, the other side said no. */
  static final class Declined extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Declined(int status) {
      super("it answers " + status);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /**
   * Sends a request and waits for the head of the answer, whatever its status is.
   *
   * @param security how far the host of the request must prove who it is
   * @param registry host and port of the registry on whose behalf it is asked
   */
  Response send(Request request, Security security, String registry) throws IOException {
    requireOpen();
    HttpURLConnection connection = open(request, security, registry);
    waiting.add(connection);
    try {
      requireOpen();
      Request.Body body = request.body();
      if (body != null) {
        write(body, connection);
      }
      int status = connection.getResponseCode();
      if (status < 100) {
        throw new ProtocolException("what it says is not HTTP");
      }
      return new Response(this, connection, request.uri(), status, body(connection, status));
    } catch (IOException | RuntimeException e) {
      connection.disconnect();
      requireOpen();
      throw e;
    } finally {
      waiting.remove(connection);
    }
  }

  private static void write(Request.Body body, HttpURLConnection connection) throws IOException {
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length());
    OutputStream out;
    try {
      out = connection.getOutputStream();
    } catch (ProtocolException e) {
      throw new Declined(connection.getResponseCode());
    }
    try (out) {
      body.writeTo(out);
    } catch (IOException e) {
      throw new NotSent(e);
    }
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  private HttpURLConnection open(Request request, Security security, String registry)
      throws IOException {
    URI uri = request.uri();
    Way way = proxies.wayTo(uri);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(way.proxy());
    connection.setRequestMethod(request.method());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(Math.toIntExact(patience.connect().toMillis()));
    connection.setReadTimeout(Math.toIntExact(silence(request.body()).toMillis()));
    connection.setRequestProperty("User-Agent", userAgent);
    connection.setRequestProperty("Accept-Encoding", "identity");
    way.authorization()
        .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
    request.headers().forEach(connection::setRequestProperty);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(
          sockets.computeIfAbsent(
              security + " " + registry + " " + uri.getAuthority(),
              _ -> new TlsSockets(certificates.of(uri, security, registry))));
      if (security == Security.UNVERIFIED) {
        secure.setHostnameVerifier((_, _) -> true);
      }
    }
    return connection;
  }

  /** Who takes in much may have to look at it before it answers. */
  private Duration silence(Request.@Nullable Body body) {
    long digestion = body == null ? 0 : body.length() / SLOWEST_BYTES_PER_MILLISECOND;
    return patience.silence().plusMillis(Math.min(digestion, LONGEST_DIGESTION));
  }

  /** Waits, unless this is closed meanwhile. */
  void pause(Duration time) throws IOException {
    try {
      if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Closed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new Closed().initCause(e);
    }
  }

  void requireOpen() throws IOException {
    if (closed.getCount() == 0 || Thread.currentThread().isInterrupted()) {
      throw new Closed();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    for (TlsSockets open : sockets.values()) {
      open.close();
    }
    for (HttpURLConnection connection : waiting) {
      connection.disconnect();
    }
  }
}
