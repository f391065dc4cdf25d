package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTests {
  private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BLOB = Kit.bytes(50_000);
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path host;
  private FaultyRegistry first;
  private FaultyRegistry second;
  private FaultyRegistry own;

  @BeforeEach
  void start() throws IOException {
    first = FaultyRegistry.start();
    second = FaultyRegistry.start();
    own = FaultyRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    second.close();
    own.close();
  }

  private void configure(String more) throws IOException {
    Path file = host.resolve("etc/containers/registries.conf");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        [[registry]]
        prefix = "example.test/team"
        location = "%s/real"
        %s
        [[registry.mirror]]
        location = "%s/one"
        [[registry.mirror]]
        location = "%s/two/deep"
        """
            .formatted(own.address(), more, first.address(), second.address()));
  }

  private Repository repository() {
    return new Registries(Kit.settings(host, Map.of()))
        .repository(ImageReference.of("example.test/team/app"));
  }

  @Test
  void theFirstMirrorThatHasItServes() throws IOException {
    configure("");
    Digest digest = second.content().manifest("two/deep/app", "1", MANIFEST, TYPE);
    own.content().manifest("real/app", "1", MANIFEST, TYPE);

    try (Repository repository = repository()) {
      assertThat(repository.name()).isEqualTo("example.test/team/app");
      assertThat(repository.manifest("1").digest()).isEqualTo(digest);
      assertThat(repository.digestOf("1")).isEqualTo(digest);
    }
    assertThat(first.requests("/v2/one/app/manifests/1")).isNotEmpty();
    assertThat(own.requests("manifests")).isEmpty();
  }

  @Test
  void theRegistryItselfIsTheLast() throws IOException {
    configure("");
    Digest digest = own.content().blob("real/app", BLOB);
    MemorySink sink = new MemorySink();

    try (Repository repository = repository()) {
      repository.fetch(digest, BLOB.length, sink);
    }
    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(second.requests("blobs")).hasSize(1);
  }

  @Test
  void aMirrorThatCannotBeReachedIsAskedOnce() throws IOException {
    configure("");
    first.close();
    second.always("", Reply.hangUp());
    Digest digest = own.content().manifest("real/app", "1", MANIFEST, TYPE);

    try (Repository repository = repository()) {
      repository.manifest("1");
      int asked = second.requests().size();
      assertThat(repository.digestOf("1")).isEqualTo(digest);
      assertThat(second.requests()).hasSize(asked);
    }
  }

  @Test
  void whatIsCutAtOneGoesOnAtTheNext() throws IOException {
    configure("");
    Digest digest = second.content().blob("two/deep/app", BLOB);
    first.times(1, "blobs", Reply.cut(BLOB, BLOB.length, 20_000));
    first.always("blobs", Reply.hangUp());
    MemorySink sink = new MemorySink();

    try (Repository repository = repository()) {
      repository.fetch(digest, BLOB.length, sink);
    }
    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(second.requests("blobs").getFirst().header("range")).isEqualTo("bytes=20000-");
  }

  @Test
  void aMirrorThatForgesIsPassedOver() throws IOException {
    configure("");
    Digest digest = own.content().manifest("real/app", "1", MANIFEST, TYPE);
    first.always("manifests", Reply.whole(200, "{}".getBytes(StandardCharsets.UTF_8)));

    try (Repository repository = repository()) {
      assertThat(repository.manifest(digest.value()).bytes()).isEqualTo(MANIFEST);
    }
  }

  @Test
  void mirrorsForDigestsAreNotAskedForTags() throws IOException {
    configure("mirror-by-digest-only = true");
    Digest digest = own.content().manifest("real/app", "1", MANIFEST, TYPE);
    first.content().manifest("one/app", "1", MANIFEST, TYPE);

    try (Repository repository = repository()) {
      repository.manifest("1");
      assertThat(first.requests()).isEmpty();
      repository.manifest(digest.value());
    }
    assertThat(first.requests("manifests/" + digest)).hasSize(1);
    assertThat(own.requests("manifests")).hasSize(1);
  }

  @Test
  void mirrorsForTagsAreNotAskedForDigests() throws IOException {
    Path file = host.resolve("etc/containers/registries.conf");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "[[registry]]\nlocation='%s'\n[[registry.mirror]]\nlocation='%s'\npull-from-mirror='tag-only'"
            .formatted(own.address(), first.address()));
    Digest digest = own.content().manifest("app", "1", MANIFEST, TYPE);
    first.content().manifest("app", "1", MANIFEST, TYPE);

    try (Repository repository = Kit.repository(own, "app", host)) {
      repository.manifest(digest.value());
      assertThat(first.requests()).isEmpty();
      repository.manifest("1");
    }
    assertThat(first.requests("manifests/1")).hasSize(1);
    assertThat(own.requests("manifests/1")).isEmpty();
  }

  @Test
  void whenAllFailTheRegistrysOwnWordCounts() throws IOException {
    configure("");
    first.always("", Reply.error(403, "not you"));
    own.always("manifests", Reply.error(404, "unknown here"));

    try (Repository repository = repository()) {
      assertThatThrownBy(() -> repository.manifest("1"))
          .hasMessageContaining(own.address())
          .hasMessageContaining("unknown here")
          .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
    }
  }

  @Test
  void nothingIsPushedToAMirror() throws IOException {
    Path file = host.resolve("etc/containers/registries.conf");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "[[registry]]\nprefix='%s'\nlocation='%s'\n[[registry.mirror]]\nlocation='%s'"
            .formatted(own.address(), second.address(), first.address()));

    try (Repository repository = Kit.repository(own, "app", host)) {
      repository.put("1", MANIFEST, TYPE);
    }
    assertThat(own.requests("PUT")).hasSize(1);
    assertThat(first.requests()).isEmpty();
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void whatIsBlockedIsNotAsked() throws IOException {
    configure("blocked = true");

    assertThatThrownBy(this::repository)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("registries.conf' blocks 'example.test/team'");
    assertThat(own.requests()).isEmpty();
  }

  @Test
  void eachPlaceIsToldItsOwnCredentialOnly() throws IOException {
    configure("");
    Kit.login(host, own, "me", "secret");
    own.guardedBy(Kit.basic("me", "secret"));
    first.always("", Reply.error(401, "who?", "WWW-Authenticate", "Basic realm=\"x\""));
    own.content().manifest("real/app", "1", MANIFEST, TYPE);

    try (Repository repository = repository()) {
      repository.manifest("1");
    }
    assertThat(first.requests())
        .allSatisfy(request -> assertThat(request.header("authorization")).isEmpty());
    assertThat(own.requests().getLast().header("authorization")).startsWith("Basic ");
  }
}
