package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.FaultyRegistry.Received;
import dev.jpod.registry.Repository.Taken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTests {
  /** More than the kernel's buffers hold, so that who does not read it cuts the way. */
  private static final byte[] BLOB = Kit.bytes(24 << 20);

  private static final Digest DIGEST = FaultyRegistry.digest(BLOB);
  private static final String SEND = "PUT /v2/app/blobs/uploads/";
  private static final String BEGIN = "POST /v2/app/blobs/uploads/";

  @TempDir Path host;
  private FaultyRegistry registry;
  private final List<Long> sent = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private Taken push() throws IOException {
    return push(() -> new ByteArrayInputStream(BLOB), null);
  }

  private Taken push(BlobSource source, @Nullable String mountFrom) throws IOException {
    try (Repository repository = Kit.repository(registry, "app", host)) {
      return repository.push(DIGEST, BLOB.length, source, mountFrom, sent::add);
    }
  }

  private AbstractThrowableAssert<?, ?> assertFails(Failure failure) {
    return assertThatThrownBy(this::push)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  private byte @Nullable [] taken() {
    return registry.content().blobOf("app", DIGEST);
  }

  @Test
  void bringsTheWholeBlobToWhereTheRegistryWantsIt() throws IOException {
    assertThat(push()).isEqualTo(Taken.SENT);

    assertThat(taken()).isEqualTo(BLOB);
    assertThat(sent.getLast()).isEqualTo(BLOB.length);
    Received put = registry.requests(SEND).getFirst();
    assertThat(put.target()).contains("state=a%2Fb&digest=sha256%3A");
    assertThat(put.header("content-type")).isEqualTo("application/octet-stream");
    assertThat(put.header("expect")).isEmpty();
  }

  @Test
  void sendsNothingThatIsThere() throws IOException {
    registry.content().blob("app", BLOB);

    assertThat(push()).isEqualTo(Taken.ALREADY_THERE);
    assertThat(registry.requests(BEGIN)).isEmpty();
    assertThat(sent).isEmpty();
  }

  @Test
  void takesFromAnotherRepositoryWhatThatHas() throws IOException {
    registry.content().blob("base", BLOB);

    assertThat(push(() -> new ByteArrayInputStream(BLOB), "base")).isEqualTo(Taken.ALREADY_THERE);
    assertThat(taken()).isEqualTo(BLOB);
    assertThat(registry.requests(SEND)).isEmpty();
  }

  @Test
  void sendsWhatTheOtherRepositoryDoesNotHave() throws IOException {
    assertThat(push(() -> new ByteArrayInputStream(BLOB), "base")).isEqualTo(Taken.SENT);
    assertThat(registry.requests(BEGIN)).hasSize(1);
    assertThat(taken()).isEqualTo(BLOB);
  }

  @Test
  void sendsWhatMayNotBeTakenFromTheOtherRepository() throws IOException {
    registry.always("mount=", Reply.error(403, "not yours"));

    assertThat(push(() -> new ByteArrayInputStream(BLOB), "base")).isEqualTo(Taken.SENT);
    assertThat(taken()).isEqualTo(BLOB);
  }

  @Test
  void beginsAnewWhenTheConnectionIsCutInTheMiddle() throws IOException {
    registry.hastily(1, SEND, Reply.hangUp());

    assertThat(push()).isEqualTo(Taken.SENT);
    assertThat(taken()).isEqualTo(BLOB);
    assertThat(registry.requests(SEND)).hasSize(2);
  }

  @Test
  void learnsWhyTheRegistryHangsUpOnTheBody() {
    registry.hastily(9, SEND, Reply.error(413, "too large"));

    assertFails(Failure.FAILED)
        .hasMessageContaining("does not take the blob")
        .hasMessageContaining("413")
        .hasMessageContaining(registry.address());
  }

  @Test
  void givesUpOnConnectionsThatAreAlwaysCut() {
    registry.hastily(9, SEND, Reply.hangUp());

    assertFails(Failure.UNREACHABLE).hasMessageContaining("cut");
    assertThat(registry.requests(SEND)).hasSize(3);
    assertThat(taken()).isNull();
  }

  @Test
  void seesThatAnUploadWithoutAnswerCameThrough() throws IOException {
    registry.times(
        1,
        SEND,
        (request, _) -> {
          registry.content().blob("app", request.body());
          return Reply.Next.CLOSE;
        });

    assertThat(push()).isEqualTo(Taken.ALREADY_THERE);
    assertThat(registry.requests(SEND)).hasSize(1);
  }

  @Test
  void beginsAnewWhenTheRegistryForgetsTheUpload() throws IOException {
    registry
        .times(1, SEND, Reply.error(404, "upload unknown"))
        .times(1, SEND, Reply.status(503))
        .times(1, BEGIN, Reply.error(429, "slow down", "Retry-After", "0"));
    try (Repository repository =
        new Registries(Kit.settings(host, Map.of()).with(Kit.PERSISTENT))
            .repository(Kit.reference(registry, "app"))) {
      assertThat(
              repository.push(
                  DIGEST, BLOB.length, () -> new ByteArrayInputStream(BLOB), null, sent::add))
          .isEqualTo(Taken.SENT);
    }
    assertThat(registry.requests(BEGIN)).hasSize(4);
  }

  @Test
  void saysWhoDoesNotTakeUploads() {
    registry.always(BEGIN, Reply.error(405, "unsupported"));

    assertFails(Failure.FAILED)
        .hasMessageContaining("405: unsupported")
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.hint()).contains("a cache for another"));
    assertThat(registry.requests(BEGIN)).hasSize(1);
  }

  @Test
  void saysThatAccessIsDenied() {
    registry.always(BEGIN, Reply.error(403, "denied"));

    assertFails(Failure.FAILED)
        .hasMessageContaining("403: denied")
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.hint()).contains("jpod login"));
  }

  @Test
  void saysThatThereIsNoSuchRepository() {
    registry.always(BEGIN, Reply.error(404, "name unknown"));

    assertFails(Failure.NOT_FOUND).hasMessageContaining("404: name unknown");
  }

  @Test
  void refusesWhatTheRegistryTookForSomethingElse() {
    registry.always(SEND, Reply.status(201, "Docker-Content-Digest", "sha256:" + "0".repeat(64)));

    assertFails(Failure.REFUSED).hasMessageContaining("took 'sha256:000");
  }

  @Test
  void doesNotTakeASourceThatEndsForABrokenWay() {
    assertThatThrownBy(
            () -> push(() -> new ByteArrayInputStream(Arrays.copyOf(BLOB, 1 << 20)), null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends before its size");
    assertThat(registry.requests(BEGIN)).hasSize(1);
    assertThat(taken()).isNull();
  }

  @Test
  void goesToAnotherHostWithoutCredentials() throws IOException {
    try (FaultyRegistry storage = FaultyRegistry.start()) {
      Kit.login(host, registry, "me", "secret");
      registry.guardedBy(Kit.basic("me", "secret"));
      registry.always(
          BEGIN,
          Reply.status(
              202,
              "Location",
              "http://" + storage.address() + "/v2/x/blobs/uploads/1?state=a%2Fb"));

      assertThat(push()).isEqualTo(Taken.SENT);

      assertThat(storage.requests().getFirst().headers()).doesNotContainKey("authorization");
      assertThat(registry.requests(BEGIN).getLast().header("authorization")).startsWith("Basic ");
    }
  }

  @Test
  void asksForATokenThatAllowsToPush() throws IOException {
    try (FaultyRegistry tokens = FaultyRegistry.start()) {
      tokens.always("/token", Kit.json("{\"token\":\"t0k\"}"));
      registry.guardedBy(Kit.bearer(tokens, "t0k"));

      assertThat(push()).isEqualTo(Taken.SENT);

      assertThat(tokens.requests()).hasSize(1);
      assertThat(tokens.requests().getFirst().target())
          .contains("scope=repository%3Aapp%3Apull%2Cpush");
    }
  }

  @Test
  void putsAManifestWordForWord() {
    byte[] manifest = "{ \"schemaVersion\": 2 }\n".getBytes(StandardCharsets.UTF_8);
    String type = "application/vnd.docker.distribution.manifest.v2+json";
    try (Repository repository = Kit.repository(registry, "app", host)) {
      registry.times(1, "PUT", Reply.status(500)).times(1, "PUT", Reply.hangUp());

      repository.put("1.0", manifest, type);

      FetchedManifest there = repository.manifest("1.0");
      assertThat(there.bytes()).isEqualTo(manifest);
      assertThat(there.mediaType()).isEqualTo(type);
    }
  }

  @Test
  void refusesAnotherManifestThanWasPut() {
    registry.always("PUT", Reply.status(201, "Docker-Content-Digest", "sha256:" + "1".repeat(64)));
    try (Repository repository = Kit.repository(registry, "app", host)) {
      assertThatThrownBy(() -> repository.put("1.0", new byte[] {'{', '}'}, "application/json"))
          .isInstanceOfSatisfying(
              JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED));
    }
  }

  @Test
  void closingBreaksOffAnUpload() throws Exception {
    registry.always(SEND, Reply.silence());
    Repository repository = Kit.repository(registry, "app", host);
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (registry.requests(SEND).isEmpty()) {
                    Thread.onSpinWait();
                  }
                  repository.close();
                });

    assertThatThrownBy(
            () ->
                repository.push(
                    DIGEST, BLOB.length, () -> new ByteArrayInputStream(BLOB), null, sent::add))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("broken off");
    closing.join();
  }
}
