package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hands out the bearer tokens that a registry asks for: to those who know the password or hold the
 * identity token for whatever they ask, to all others for pulling what lies below {@code open/}.
 */
final class TokenServer implements AutoCloseable {
  static final String SERVICE = "registry of tests";
  static final String ISSUER = "token server of tests";
  static final String IDENTITY_TOKEN = "an-identity-token";

  private static final long LIFE_SECONDS = 300;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TestAuthority authority;
  private final HttpsServer server;
  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicInteger stale = new AtomicInteger();

  private TokenServer(TestAuthority authority, HttpsServer server) {
    this.authority = authority;
    this.server = server;
  }

  static TokenServer start(TestAuthority authority) throws IOException, GeneralSecurityException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
    TokenServer tokens = new TokenServer(authority, server);
    server.createContext("/token", tokens::answer);
    server.start();
    return tokens;
  }

  String realm() {
    return "https://localhost:" + server.getAddress().getPort() + "/token";
  }

  /** How many tokens were handed out so far. */
  int issued() {
    return issued.get();
  }

  /** Makes the next so many tokens ones that are too old when they arrive. */
  void nextAreStale(int count) {
    stale.set(count);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean post = exchange.getRequestMethod().equals("POST");
      String query = exchange.getRequestURI().getRawQuery();
      String form =
          post
              ? new String(exchange.getRequestBody().readAllBytes(), UTF_8)
              : query == null ? "" : query;
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      boolean known =
          post
              ? values(form, "refresh_token").equals(List.of(IDENTITY_TOKEN))
              : RealRegistry.AUTHORIZATION.equals(authorization);
      if (!known && (post || authorization != null)) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] body = token(values(form, "scope"), known);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] token(List<String> scopes, boolean known)
      throws IOException, GeneralSecurityException {
    Instant now = Instant.now();
    boolean old = stale.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    Instant from = old ? now.minusSeconds(2 * LIFE_SECONDS) : now.minusSeconds(5);
    ObjectNode claims = JSON.createObjectNode();
    claims.put("iss", ISSUER).put("sub", "tester").put("aud", SERVICE);
    claims.put("nbf", from.getEpochSecond()).put("iat", from.getEpochSecond());
    claims.put("exp", from.getEpochSecond() + LIFE_SECONDS);
    claims.put("jti", "token " + issued.incrementAndGet());
    ArrayNode access = claims.putArray("access");
    for (String each : scopes) {
      for (String scope : each.split(" ", -1)) {
        grant(scope, known, access);
      }
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.put("token", signed(claims)).put("expires_in", LIFE_SECONDS);
    return JSON.writeValueAsBytes(answer.put("issued_at", now.toString()));
  }

  /** A scope is {@code repository:NAME:ACTION,ACTION}. */
  private static void grant(String scope, boolean known, ArrayNode access) {
    String[] parts = scope.split(":", -1);
    ObjectNode grant = JSON.createObjectNode().put("type", parts[0]).put("name", parts[1]);
    ArrayNode actions = grant.putArray("actions");
    for (String action : parts[2].split(",", -1)) {
      if (known || (action.equals("pull") && parts[1].startsWith("open/"))) {
        actions.add(action);
      }
    }
    access.add(grant);
  }

  private String signed(ObjectNode claims) throws IOException, GeneralSecurityException {
    ObjectNode header = JSON.createObjectNode().put("typ", "JWT").put("alg", "RS256");
    header.putArray("x5c").add(authority.certificateInBase64());
    String text =
        base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(authority.key());
    signature.update(text.getBytes(UTF_8));
    return text + "." + base64(signature.sign());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static List<String> values(String form, String name) {
    List<String> found = new ArrayList<>();
    for (String field : form.split("&", -1)) {
      if (field.startsWith(name + "=")) {
        found.add(URLDecoder.decode(field.substring(name.length() + 1), UTF_8));
      }
    }
    return found;
  }
}
