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

/**
 * Sends single requests: no redirects, no credentials, no second attempt. Closing it breaks off
 * what is under way; without TLS an answer of which a part has come breaks off with the next bytes
 * of it, or with its silence. Safe for several threads.
 */
final class Wire implements AutoCloseable {
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

  /**
   * Sends a request and waits for the head of the answer, whatever its status is.
   *
   * @param security how far the host of the request must prove who it is
   */
  Response send(Request request, Security security) throws IOException {
    requireOpen();
    HttpURLConnection connection = open(request, security);
    waiting.add(connection);
    try {
      requireOpen();
      Request.Body body = request.body();
      if (body != null) {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length());
        try (OutputStream out = connection.getOutputStream()) {
          body.writeTo(out);
        }
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

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  private HttpURLConnection open(Request request, Security security) throws IOException {
    URI uri = request.uri();
    Way way = proxies.wayTo(uri);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(way.proxy());
    connection.setRequestMethod(request.method());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(Math.toIntExact(patience.connect().toMillis()));
    connection.setReadTimeout(Math.toIntExact(patience.silence().toMillis()));
    connection.setRequestProperty("User-Agent", userAgent);
    connection.setRequestProperty("Accept-Encoding", "identity");
    way.authorization()
        .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
    request.headers().forEach(connection::setRequestProperty);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(
          sockets.computeIfAbsent(
              security + " " + uri.getAuthority(),
              _ -> new TlsSockets(certificates.of(uri, security))));
      if (security == Security.UNVERIFIED) {
        secure.setHostnameVerifier((_, _) -> true);
      }
    }
    return connection;
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
