package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks one registry with the right to do so. */
record RegistryApi(Peer peer, Authority authority, Wire wire) {
  private static final int UNAUTHORIZED = 401;

  String registry() {
    return peer.registry();
  }

  URI uri(String path) throws IOException {
    return peer.uri(path, wire);
  }

  /** Sends a request, with a token or a password where the registry wants one. */
  Response send(Request request, Scope scope) throws IOException {
    if (!peer.isAt(request.uri(), wire)) {
      return Redirects.follow(request, peer, wire);
    }
    String header = authority.header(scope);
    Response answer = Redirects.follow(authorized(request, header), peer, wire);
    if (answer.status() != UNAUTHORIZED || !peer.isAt(answer.uri(), wire)) {
      return answer;
    }
    String said;
    List<Challenge> challenges;
    try (answer) {
      challenges = Challenge.of(answer.headers("WWW-Authenticate"));
      said = UNAUTHORIZED + Answers.complaint(answer);
    }
    String renewed = authority.renew(scope, header, challenges, peer, wire);
    if (renewed == null) {
      throw Answers.denied(registry(), "refuses access", said);
    }
    return Redirects.follow(authorized(request, renewed), peer, wire);
  }

  private Request authorized(Request request, @Nullable String header) {
    if (header == null) {
      return request;
    }
    if (peer.security() == Security.VERIFIED
        && !request.uri().getScheme().equalsIgnoreCase("https")) {
      throw new JpodException(
          Failure.REFUSED, "credentials are not sent to '" + registry() + "' without TLS", "");
    }
    return request.with(Request.AUTHORIZATION, header);
  }
}
