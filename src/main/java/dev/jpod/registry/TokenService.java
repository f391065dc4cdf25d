package dev.jpod.registry;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Credential.IdentityToken;
import dev.jpod.registry.Credential.Password;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Fetches bearer tokens from where a registry's challenge says. */
record TokenService(Peer peer, Wire wire, Challenge challenge) {
  private static final int LARGEST_ANSWER = 1 << 20;
  private static final long USUAL_SECONDS = 60;

  /** A bearer token, and for how many seconds it is good. */
  record Token(String value, long seconds) {
    @Override
    public String toString() {
      return "a token for " + seconds + " s";
    }
  }

  /** Asks for a token; without a credential for one that anybody gets. */
  Token fetch(Scope scope, @Nullable Credential credential) throws IOException {
    URI realm = realm();
    Form form = new Form();
    String service = challenge.parameter("service");
    if (service != null) {
      form.add("service", service);
    }
    Request request;
    switch (credential) {
      case null -> {
        resources(scope).forEach(resource -> form.add("scope", resource));
        request = Request.get(form.asQueryOf(realm));
      }
      case Password password -> {
        resources(scope).forEach(resource -> form.add("scope", resource));
        form.add("account", password.user());
        request = Request.get(form.asQueryOf(realm)).with(Request.AUTHORIZATION, password.basic());
      }
      case IdentityToken identity -> {
        form.add("scope", String.join(" ", resources(scope)));
        form.add("grant_type", "refresh_token");
        form.add("client_id", "jpod");
        form.add("refresh_token", identity.token());
        request =
            Request.sending("POST", realm, Request.Body.of(form.bytes()))
                .with("Content-Type", "application/x-www-form-urlencoded");
      }
    }
    try (Response answer = Redirects.follow(request, peer, wire)) {
      Answers.requireSuccess(answer, peer.registry(), "does not give a token");
      return read(answer);
    }
  }

  /** What is wanted, and what the registry itself says that it wants. */
  private Set<String> resources(Scope scope) {
    Set<String> resources = new LinkedHashSet<>(scope.resources());
    String asked = challenge.parameter("scope");
    if (asked != null && !asked.isEmpty()) {
      for (String resource : asked.split(" ", -1)) {
        resources.add(resource);
      }
    }
    return resources;
  }

  private URI realm() throws IOException {
    String text = String.valueOf(challenge.parameter("realm"));
    URI realm;
    try {
      realm = new URI(text);
    } catch (URISyntaxException e) {
      throw wrongRealm(e);
    }
    boolean secret = "https".equalsIgnoreCase(realm.getScheme());
    boolean plain = "http".equalsIgnoreCase(realm.getScheme());
    if (realm.getHost() == null || realm.getRawUserInfo() != null || !(secret || plain)) {
      throw wrongRealm(null);
    }
    if (plain && !mayBePlain(realm)) {
      throw JpodException.refused(
          "the registry '"
              + peer.registry()
              + "' wants credentials to be sent to '"
              + realm.getHost()
              + "' without TLS",
          "nothing was sent; only an insecure registry may ask for that: see registries.conf");
    }
    return realm;
  }

  private boolean mayBePlain(URI realm) {
    return switch (peer.security()) {
      case VERIFIED -> false;
      case LOOPBACK -> Security.isLoopback(realm.getHost());
      case UNVERIFIED -> true;
    };
  }

  private JpodException wrongRealm(@Nullable Exception cause) {
    return new JpodException(
        Failure.FAILED,
        "the registry '" + peer.registry() + "' does not say where tokens are to be had",
        "its operator has to repair its WWW-Authenticate header",
        cause);
  }

  private Token read(Response answer) throws IOException {
    byte[] text = answer.read(LARGEST_ANSWER);
    JsonNode fields = text == null ? null : parse(text);
    if (fields == null || !fields.isObject()) {
      throw new ProtocolException("what it gives as a token is none");
    }
    String token = fields.path("token").asString("");
    if (token.isEmpty()) {
      token = fields.path("access_token").asString("");
    }
    if (token.isEmpty() || !isHeaderText(token)) {
      throw new ProtocolException("what it gives as a token is none");
    }
    long seconds = fields.path("expires_in").asLong(USUAL_SECONDS);
    return new Token(token, seconds <= 0 ? USUAL_SECONDS : seconds);
  }

  private static @Nullable JsonNode parse(byte[] text) {
    try {
      return JsonTree.read(text);
    } catch (JacksonException e) {
      return null;
    }
  }

  private static boolean isHeaderText(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static final class Form {
    private final StringBuilder text = new StringBuilder();

    void add(String name, String value) {
      text.append(text.isEmpty() ? "" : "&")
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    byte[] bytes() {
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    URI asQueryOf(URI place) {
      String bare = place.toString();
      int fragment = bare.indexOf('#');
      bare = fragment < 0 ? bare : bare.substring(0, fragment);
      return URI.create(bare + (place.getRawQuery() == null ? "?" : "&") + text);
    }
  }
}
