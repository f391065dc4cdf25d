package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A registry by its host and port, and whether it speaks TLS. Shared by all who ask it; safe for
 * several threads.
 */
final class Peer {
  private static final int BAD_REQUEST = 400;
  private static final int LARGEST_PORT = 65535;

  private final String registry;
  private final Security security;
  private @Nullable String scheme;

  /**
   * A registry by {@code HOST[:PORT]}.
   *
   * @throws JpodException of kind USAGE when no host can have that name, or the port is none
   */
  Peer(String registry, Security security) {
    if (!isPlace(registry)) {
      throw new JpodException(
          Failure.USAGE,
          "there can be no registry '" + Answers.quoted(registry) + "'",
          "write HOST[:PORT], with a port of at most " + LARGEST_PORT);
    }
    this.registry = registry;
    this.security = security;
    this.scheme = security == Security.VERIFIED ? "https" : null;
  }

  private static boolean isPlace(String registry) {
    try {
      URI place = new URI("https://" + Endpoint.authority(registry));
      return place.getHost() != null && place.getPort() <= LARGEST_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  String registry() {
    return registry;
  }

  Security security() {
    return security;
  }

  /** Where a path is at this registry; the first call may ask the registry whether it has TLS. */
  URI uri(String path, Wire wire) throws IOException {
    return at(scheme(wire), path);
  }

  /** Whether a place belongs to the registry itself, and may be told its secrets. */
  boolean isAt(URI place, Wire wire) throws IOException {
    return Request.isSameOrigin(uri("/v2/", wire), place);
  }

  /** The host and port that are connected to. */
  String host() {
    return Endpoint.authority(registry);
  }

  private URI at(String chosen, String path) {
    return URI.create(chosen + "://" + Endpoint.authority(registry) + path);
  }

  private synchronized String scheme(Wire wire) throws IOException {
    if (scheme == null) {
      scheme =
          switch (security) {
            case VERIFIED -> "https";
            case LOOPBACK -> speaksPlainly(wire) ? "http" : "https";
            case UNVERIFIED -> speaksTls(wire) ? "https" : "http";
          };
    }
    return Objects.requireNonNull(scheme);
  }

  /** A port speaks one of the two, and to ask without TLS costs next to nothing. */
  private boolean speaksPlainly(Wire wire) throws IOException {
    try (Response answer = wire.send(Request.get(at("http", "/v2/")), security, host())) {
      // So answers a server with TLS that understands what went wrong.
      return answer.status() != BAD_REQUEST && !isRedirectToTls(answer);
    } catch (ConnectException e) {
      throw e;
    } catch (ProtocolException | SocketException e) {
      return false;
    }
  }

  private static boolean isRedirectToTls(Response answer) {
    String location = answer.header("Location");
    return answer.status() / 100 == 3 && location != null && location.startsWith("https:");
  }

  private boolean speaksTls(Wire wire) throws IOException {
    try {
      wire.send(Request.get(at("https", "/v2/")), security, host()).close();
      return true;
    } catch (SSLException | SocketException e) {
      if (speaksPlainly(wire)) {
        return false;
      }
      throw e;
    }
  }
}
