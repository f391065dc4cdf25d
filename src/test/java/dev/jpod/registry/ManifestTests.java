package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTests {
  private static final byte[] MANIFEST = utf8("{\"schemaVersion\":2,\"layers\":[]}");
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String PART = " /v2/app/manifests/";
  private static final String SAID = "Docker-Content-Digest";

  @TempDir Path host;
  private FaultyRegistry registry;
  private Digest digest;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start();
    digest = registry.content().manifest("app", "1", MANIFEST, TYPE);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private FetchedManifest manifest(String tagOrDigest) {
    try (Repository repository = Kit.repository(registry, "app", host)) {
      return repository.manifest(tagOrDigest);
    }
  }

  private AbstractThrowableAssert<?, ?> assertFails(Failure failure, String tagOrDigest) {
    return assertThatThrownBy(() -> manifest(tagOrDigest))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  @Test
  void comesWordForWord() {
    FetchedManifest there = manifest("1");

    assertThat(there.bytes()).isEqualTo(MANIFEST);
    assertThat(there.mediaType()).isEqualTo(TYPE);
    assertThat(there.digest()).isEqualTo(digest);
    assertThat(manifest(digest.value()).bytes()).isEqualTo(MANIFEST);
    assertThat(registry.requests(PART).getFirst().header("accept"))
        .contains(TYPE, "application/vnd.docker.distribution.manifest.list.v2+json");
  }

  @Test
  void theDocumentsOwnWordOnItsKindCounts() {
    String own = "application/vnd.docker.distribution.manifest.v2+json";
    registry.content().manifest("app", "2", utf8("{\"mediaType\":\"" + own + "\"}"), TYPE);
    registry.content().manifest("app", "3", utf8("{\"manifests\":[]}"), "text/plain; charset=x");

    assertThat(manifest("2").mediaType()).isEqualTo(own);
    assertThat(manifest("3").mediaType()).isEqualTo("application/vnd.oci.image.index.v1+json");
  }

  @Test
  void aTagIsLookedUpWithoutFetching() {
    try (Repository repository = Kit.repository(registry, "app", host)) {
      assertThat(repository.digestOf("1")).isEqualTo(digest);
      assertThat(repository.digestOf("none")).isNull();
    }
    assertThat(registry.requests("GET" + PART)).isEmpty();
  }

  @Test
  void aTagIsFetchedWhereTheRegistrySaysNoDigest() {
    registry.always("HEAD" + PART, Reply.whole(200, MANIFEST));
    try (Repository repository = Kit.repository(registry, "app", host)) {
      assertThat(repository.digestOf("1")).isEqualTo(digest);
    }
  }

  @Test
  void anotherDigestThanWasAskedForIsRefused() {
    registry.always(PART, Reply.whole(200, utf8("{}"), "Content-Type", TYPE));

    assertFails(Failure.REFUSED, digest.value()).hasMessageContaining("does not have the digest");
  }

  @Test
  void anotherDigestThanTheRegistrySaysIsRefused() {
    registry.always(PART, Reply.whole(200, MANIFEST, SAID, "sha256:" + "0".repeat(64)));

    assertFails(Failure.REFUSED, "1").hasMessageContaining("does not have the digest");
  }

  @Test
  void whatIsTooLargeIsRefused() {
    registry.always(PART, Reply.whole(200, new byte[ManifestBytes.LARGEST + 1]));

    assertFails(Failure.REFUSED, "1").hasMessageContaining("is larger than 4 MiB");
    assertThat(registry.requests("GET" + PART)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "this is not JSON", "[1]", "\"text\"", "{\"a\":1,\"a\":2}"})
  void whatIsNoManifestIsRefused(String text) {
    registry.always(PART, Reply.whole(200, utf8(text), "Content-Type", TYPE));

    assertFails(Failure.REFUSED, "1").hasMessageContaining(registry.address() + "/app:1");
  }

  @Test
  void whatIsNestedWithoutEndIsRefused() {
    registry.always(PART, Reply.whole(200, utf8("[".repeat(1_000_000))));

    assertFails(Failure.REFUSED, "1").hasMessageContaining("is not JSON");
  }

  @Test
  void dockersFirstFormIsNotTaken() {
    registry.always(PART, Reply.whole(200, utf8("{\"schemaVersion\":1}")));

    assertFails(Failure.FAILED, "1").hasMessageContaining("schema 1");
  }

  @Test
  void whatIsCutIsFetchedAnew() {
    registry
        .times(1, PART, Reply.cut(MANIFEST, MANIFEST.length, 5))
        .times(1, PART, Reply.silenceAfter(MANIFEST, 5));

    assertThat(manifest("1").bytes()).isEqualTo(MANIFEST);
  }

  @Test
  void whatIsAlwaysCutCannotBeReached() {
    registry.always(PART, Reply.cut(MANIFEST, MANIFEST.length, 5));

    assertFails(Failure.UNREACHABLE, "1").hasMessageContaining("cut in the middle");
  }

  @Test
  void silenceIsGivenUp() {
    registry.always(PART, Reply.silence());

    assertFails(Failure.UNREACHABLE, "1").hasMessageContaining("it said nothing for 1 s");
  }

  @Test
  void whoSpeaksNoHttpIsGivenUp() {
    registry.always(PART, Reply.garbage());

    assertFails(Failure.UNREACHABLE, "1").hasMessageContaining("not HTTP");
  }

  @Test
  void nobodyThereIsTold() throws IOException {
    registry.close();

    assertFails(Failure.UNREACHABLE, "1")
        .hasMessageContaining("nobody accepts connections")
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.hint()).startsWith("see whether the name"));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void whoIsDeniedLearnsHowToLogIn(int status) {
    registry.always(
        PART, Reply.error(status, "go \\u001b[31maway", "WWW-Authenticate", "Basic x=y"));

    assertFails(Failure.FAILED, "1")
        .hasMessageContaining(status + ": go  [31maway")
        .isInstanceOfSatisfying(
            JpodException.class,
            e -> assertThat(e.hint()).contains("jpod login " + registry.address()));
    assertThat(registry.requests("GET" + PART)).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertFails(Failure.NOT_FOUND, "none").hasMessageContaining("404: manifest unknown");
  }

  @Test
  void theErrorMayBeNonsense() {
    registry.always(PART, Reply.whole(404, Kit.bytes(100_000)));

    assertFails(Failure.NOT_FOUND, "1").hasMessageEndingWith("': 404");
  }

  @Test
  void whatAStatusOfClientsMeansIsForTheReader() {
    registry.always(PART, Reply.error(418, "teapot"));

    assertFails(Failure.FAILED, "1").hasMessageContaining("418: teapot");
  }

  @Test
  void brokenRegistriesAreTriedAgain() {
    registry.times(2, PART, Reply.error(500, "oops"));
    assertThat(manifest("1").bytes()).isEqualTo(MANIFEST);

    registry.always(PART, Reply.error(502, "oops"));
    assertFails(Failure.UNREACHABLE, "1").hasMessageContaining("502: oops");
  }

  @Test
  void theRegistryMayAskForAPause() {
    registry.times(1, PART, Reply.error(429, "slow", "Retry-After", "1"));
    long start = System.nanoTime();

    try (Repository repository =
        new Registries(Kit.settings(host, Map.of()).with(Kit.waiting(Duration.ofSeconds(2))))
            .repository(Kit.reference(registry, "app"))) {
      repository.manifest("1");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void noPauseIsLongerThanPatienceAllows() {
    String never =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusYears(1));
    registry
        .times(1, PART, Reply.error(429, "slow", "Retry-After", "100000"))
        .times(1, PART, Reply.error(429, "slow", "Retry-After", never));
    long start = System.nanoTime();

    manifest("1");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void nonsenseIsNoPause() {
    registry.times(1, PART, Reply.error(429, "slow", "Retry-After", "soon"));

    assertThat(manifest("1").bytes()).isEqualTo(MANIFEST);
  }
}
