package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTests {
  private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path host;
  private FaultyRegistry registry;
  private FaultyRegistry tokens;
  private volatile String valid = "first";

  @BeforeEach
  void start() throws IOException {
    tokens = FaultyRegistry.start();
    registry =
        FaultyRegistry.start().guardedBy(request -> Kit.bearer(tokens, valid).refusalOf(request));
    registry.content().manifest("app", "1", MANIFEST, "application/json");
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    tokens.close();
  }

  private void givesTokens(String fields) {
    tokens.always(
        "/token",
        (request, out) ->
            Kit.json("{\"token\":\"" + valid + "\"" + fields + "}").write(request, out));
  }

  private Repository repository() {
    return Kit.repository(registry, "app", host);
  }

  private void fetch() {
    try (Repository repository = repository()) {
      repository.manifest("1");
    }
  }

  @Test
  void anybodyGetsATokenForWhatIsPublic() {
    givesTokens("");

    fetch();

    assertThat(tokens.requests()).hasSize(1);
    assertThat(tokens.requests().getFirst().target())
        .contains("service=tests", "scope=repository%3Aapp%3Apull");
    assertThat(tokens.requests().getFirst().headers()).doesNotContainKey("authorization");
  }

  @Test
  void oneTokenServesManyRequests() {
    givesTokens(",\"expires_in\":300");

    try (Repository repository = repository()) {
      repository.manifest("1");
      repository.digestOf("1");
      repository.manifest("1");
    }
    assertThat(tokens.requests()).hasSize(1);
    assertThat(registry.requests("manifests")).hasSize(4);
  }

  @Test
  void anExpiredTokenIsRenewedOnce() {
    givesTokens(",\"expires_in\":300");

    try (Repository repository = repository()) {
      repository.manifest("1");
      valid = "second";
      repository.manifest("1");
    }
    assertThat(tokens.requests()).hasSize(2);
  }

  @Test
  void aTokenThatIsNotAcceptedIsNotAskedForWithoutEnd() {
    tokens.always("/token", Kit.json("{\"token\":\"stale\"}"));

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.FAILED))
        .hasMessageContaining("401");
    assertThat(tokens.requests()).hasSize(1);
    assertThat(registry.requests("manifests")).hasSize(2);
  }

  @Test
  void thePasswordBuysTheToken() throws IOException {
    givesTokens("");
    Kit.login(host, registry, "me", "pass:word");

    fetch();

    assertThat(tokens.requests().getFirst().header("authorization"))
        .isEqualTo(new Credential.Password("me", "pass:word").basic());
    assertThat(tokens.requests().getFirst().target()).doesNotContain("pass");
    assertThat(registry.requests())
        .noneMatch(request -> request.header("authorization").startsWith("Basic"));
  }

  @Test
  void anIdentityTokenBuysTheToken() throws IOException {
    tokens.always("/token", Kit.json("{\"access_token\":\"first\"}"));
    Kit.authFile(
        host, "{\"auths\":{\"" + registry.address() + "\":{\"identitytoken\":\"refresh me\"}}}");

    fetch();

    FaultyRegistry.Received request = tokens.requests().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(new String(request.body(), StandardCharsets.UTF_8))
        .contains("grant_type=refresh_token", "refresh_token=refresh+me", "service=tests");
    assertThat(request.target()).isEqualTo("/token");
  }

  @Test
  void aTokenServerThatFailsIsTriedAgain() {
    tokens.times(1, "/token", Reply.error(503, "later")).times(1, "/token", Reply.hangUp());
    givesTokens("");

    fetch();

    assertThat(tokens.requests()).hasSize(3);
  }

  @Test
  void aTokenServerThatStaysBrokenCannotBeReached() {
    tokens.always("/token", Reply.error(500, "broken"));

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNREACHABLE))
        .hasMessageContaining("500: broken");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aTokenServerMayRefuse(int status) throws IOException {
    Kit.login(host, registry, "me", "hush");
    tokens.always(
        "/token",
        Reply.whole(status, "{\"details\":\"no hush\"}".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.FAILED);
              assertThat(e.hint()).contains("jpod login");
            })
        .hasMessageContaining("does not give a token");
    assertThat(tokens.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"token\":\"\"}",
        "{\"token\":\"two words\"}",
        "{\"token\":\"evil\\r\\nX-Header: 1\"}",
        "{\"token\":5}"
      })
  void nonsenseIsNoToken(String text) {
    tokens.always("/token", Kit.json(text));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(JpodException.class)
        .hasMessageNotContaining("evil")
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()))
                    .containsAnyOf("what it gives as a token is none", "401"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "realm=\"file:///etc/passwd\"",
        "realm=\"nowhere\"",
        "service=\"x\"",
        "realm=\"http://\"",
        "realm=\"http://me:secret@host.invalid/\""
      })
  void aRealmThatIsNoPlaceIsTold(String parameter) {
    registry.guardedBy(_ -> Reply.error(401, "who?", "WWW-Authenticate", "Bearer " + parameter));

    assertThatThrownBy(this::fetch)
        .hasMessageContaining("does not say where tokens are to be had")
        .hasMessageNotContaining("secret");
  }

  @Test
  void noCredentialGoesToAnotherHostWithoutTls() throws IOException {
    Kit.login(host, registry, "me", "secret");
    registry.guardedBy(
        _ ->
            Reply.error(401, "who?", "WWW-Authenticate", "Bearer realm=\"http://host.invalid/t\""));

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("'host.invalid' without TLS");
  }
}
