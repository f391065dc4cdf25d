package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTests {
  private static final byte[] BLOB = Kit.bytes(50_000);
  private static final String PART = "GET /v2/app/blobs/";

  @TempDir Path host;
  private FaultyRegistry registry;
  private FaultyRegistry storage;
  private Digest digest;
  private final MemorySink sink = new MemorySink();

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start().guardedBy(Kit.basic("me", "secret"));
    storage = FaultyRegistry.start();
    digest = registry.content().blob("app", BLOB);
    Kit.login(host, registry, "me", "secret");
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    storage.close();
  }

  private void fetch() throws IOException {
    try (Repository repository = Kit.repository(registry, "app", host)) {
      repository.fetch(digest, BLOB.length, sink);
    }
  }

  private static Reply to(String place) {
    return Reply.status(307, "Location", place);
  }

  @Test
  void credentialsStayBehindOnTheWayToAnotherHost() throws IOException {
    registry.always(PART, to("http://" + storage.address() + "/there?signature=x%2Fy"));
    storage
        .times(1, "/there", Reply.cut(BLOB, BLOB.length, 10_000))
        .always("/there", Reply.part(BLOB, 10_000, BLOB.length));

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(storage.requests())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
    assertThat(storage.requests().getLast().target()).isEqualTo("/there?signature=x%2Fy");
    assertThat(storage.requests().getLast().header("range")).isEqualTo("bytes=10000-");
  }

  @Test
  void anotherHostThatWantsCredentialsGetsNone() {
    registry.always(PART, to("http://" + storage.address() + "/there"));
    storage.always("/there", Reply.error(401, "who?", "WWW-Authenticate", "Basic realm=\"x\""));

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.FAILED))
        .hasMessageContaining("401: who?");
    assertThat(storage.requests())
        .hasSize(1)
        .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
  }

  @Test
  void credentialsComeAlongOnTheSameHost() throws IOException {
    String elsewhere = "/v2/elsewhere/blobs/" + digest;
    registry.content().blob("elsewhere", BLOB);
    registry.always(PART, (request, out) -> permanently(elsewhere).write(request, out));

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(registry.requests("/elsewhere/").getLast().header("authorization"))
        .startsWith("Basic ");
  }

  private static Reply permanently(String place) {
    return Reply.status(301, "Location", place);
  }

  @Test
  void circlesEnd() {
    registry.always(PART, to("/v2/app/blobs/again"));

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("redirects more than 5 times");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://a/b", "http:///x", "::::", "jar:file:/x!/y"})
  void placesThatAreNoneAreRefused(String place) {
    registry.always(PART, to(place));

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("redirects to a place that is none");
  }

  @Test
  void aRedirectToNowhereIsRefused() {
    registry.always(PART, Reply.status(302));

    assertThatThrownBy(this::fetch).hasMessageContaining("redirects to a place that is none");
  }
}
