package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/**
 * Goes where a registry sends its readers. What only the registry may know stays behind when the
 * way leads to another scheme, host or port, and nobody is led from TLS to a place without.
 */
final class Redirects {
  private static final int MOST = 5;

  private Redirects() {}

  /** The first answer that is no redirect; requests that send something are never redirected. */
  static Response follow(Request first, Peer peer, Wire wire) throws IOException {
    Request request = first;
    for (int followed = 0; followed <= MOST; followed++) {
      Response answer = wire.send(request, security(peer, request.uri()), peer.host());
      if (!isRedirect(answer.status()) || request.body() != null) {
        return answer;
      }
      try (answer) {
        request = request.redirected(target(answer, request.uri(), peer));
      }
    }
    throw JpodException.refused(
        "the registry '" + peer.registry() + "' redirects more than " + MOST + " times",
        "its operator has to repair that");
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** Another host than the registry's is not on loopback only because the registry is. */
  private static Security security(Peer peer, URI place) {
    if (peer.security() == Security.LOOPBACK && !Security.isLoopback(place.getHost())) {
      return Security.VERIFIED;
    }
    return peer.security();
  }

  /** Where an answer points to. */
  static URI target(Response answer, URI from, Peer peer) {
    String location = answer.header("Location");
    URI target;
    try {
      target = from.resolve(URI.create(String.valueOf(location)));
    } catch (IllegalArgumentException e) {
      throw astray(peer, e);
    }
    String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
    boolean secret = scheme.equals("https");
    if (location == null || target.getHost() == null || !(secret || scheme.equals("http"))) {
      throw astray(peer, new IllegalArgumentException("no place of HTTP"));
    }
    if (!secret
        && peer.security() != Security.UNVERIFIED
        && from.getScheme().equalsIgnoreCase("https")) {
      throw JpodException.refused(
          "the registry '"
              + peer.registry()
              + "' redirects to '"
              + target.getHost()
              + "', where no TLS is spoken",
          "only an insecure registry may do that: see registries.conf");
    }
    return target;
  }

  private static JpodException astray(Peer peer, RuntimeException cause) {
    return new JpodException(
        Failure.REFUSED,
        "the registry '" + peer.registry() + "' redirects to a place that is none",
        "its operator has to repair that",
        cause);
  }
}
