package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Digest;
import dev.jpod.registry.FaultyRegistry;
import dev.jpod.registry.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that lie, fail or are slow: the right code, a sentence, and nothing half-there. */
@TestInstance(Lifecycle.PER_CLASS)
class PullFaultsIT {
  private static final int REFUSED = 3;
  private static final int UNREACHABLE = 69;

  private PullRig rig;
  private int count;

  @BeforeAll
  void start() throws Exception {
    rig = new PullRig();
  }

  @AfterAll
  void end() throws Exception {
    rig.close();
  }

  @AfterEach
  void theContainerRunsOn() throws Exception {
    rig.forgetImages();
    rig.requireUntouched();
  }

  /** A repository of the test's own with an image in it. */
  private String repository(HandmadeImage image) {
    String repository = "app" + ++count;
    image.putInto(rig.registry(), repository);
    return repository;
  }

  private HandmadeImage image() throws Exception {
    return HandmadeImage.running("image " + count, 40_000, 50_000);
  }

  private static String blob(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  @Test
  void aLayerOfOtherContentIsRefused() throws Exception {
    HandmadeImage image = image();
    String repository = repository(image);
    byte[] other = image.layer(1).clone();
    other[other.length / 2] ^= 1;
    rig.registry().always(blob(repository, image.digest(1)), Reply.whole(200, other));

    Result result = rig.pull(repository).refusing(REFUSED);

    assertThat(result.err()).contains(image.digest(1).shortHex());
    rig.requireNothingKept();
  }

  @Test
  void aConfigurationOfOtherContentIsRefused() throws Exception {
    HandmadeImage image = image();
    String repository = repository(image);
    byte[] other = new String(image.config(), UTF_8).replace("sleep", "sleeq").getBytes(UTF_8);
    Digest digest = FaultyRegistry.digest(image.config());
    rig.registry().always(blob(repository, digest), Reply.whole(200, other));

    assertThat(rig.pull(repository).refusing(REFUSED).err()).contains(digest.value());
    rig.requireNothingKept();
  }

  @Test
  void aManifestThatIsNotThatOfTheDigestIsRefused() throws Exception {
    HandmadeImage image = image();
    String repository = repository(image);
    Digest digest = FaultyRegistry.digest(image.manifest().getBytes(UTF_8));
    byte[] other = (image.manifest() + " ").getBytes(UTF_8);
    rig.registry().always("/" + repository + "/manifests/" + digest, Reply.whole(200, other));
    String name = rig.registry().address() + "/" + repository + "@" + digest;

    Result result = rig.store().run(rig.argv("pull", name)).refusing(REFUSED);

    assertThat(result.err()).contains("does not have the digest");
    rig.requireNothingKept();
  }

  @Test
  void aTruncatedLayerIsWaitedForInVain() throws Exception {
    HandmadeImage image = image();
    String repository = repository(image);
    byte[] layer = image.layer(1);
    rig.registry()
        .always(
            blob(repository, image.digest(1)), Reply.cut(layer, layer.length, layer.length / 2));

    Result result = rig.pull(repository).refusing(UNREACHABLE);

    assertThat(result.err()).contains("the connection was cut in the middle");
  }

  @Test
  void aLayerThatEndsEarlyIsRefused() throws Exception {
    HandmadeImage image = image();
    String repository = repository(image);
    byte[] half = Arrays.copyOf(image.layer(1), image.layer(1).length / 2);
    for (Reply reply : List.of(Reply.unmeasured(half), Reply.whole(200, half))) {
      rig.registry().times(9, blob(repository, image.digest(1)), reply);

      Result result = rig.pull(repository).refusing(REFUSED);

      assertThat(result.err()).contains("is shorter than the " + image.layer(1).length + " bytes");
      rig.requireNothingKept();
    }
  }

  @Test
  void anOversizedLayerIsRefused() throws Exception {
    HandmadeImage image = image();
    String repository = repository(image);
    byte[] more = Arrays.copyOf(image.layer(1), image.layer(1).length + 9);
    for (Reply reply : List.of(Reply.unmeasured(more), Reply.whole(200, more))) {
      rig.registry().times(1, blob(repository, image.digest(1)), reply);

      Result result = rig.pull(repository).refusing(REFUSED);

      assertThat(result.err()).contains("is longer than the " + image.layer(1).length + " bytes");
      rig.requireNothingKept();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, is longer than the 1 bytes",
    "999999999, is shorter than the 999999999 bytes",
    "-1, size",
    "9223372036854775807, is shorter than the 9223372036854775807 bytes",
    "1e99, size"
  })
  void aManifestThatLiesAboutALayersSizeIsRefused(String size, String words) throws Exception {
    HandmadeImage image = image();
    String repository = "app" + ++count;
    image.putInto(
        rig.registry(),
        repository,
        manifest -> manifest.replace("\"size\":" + image.layer(1).length, "\"size\":" + size));

    assertThat(rig.pull(repository).refusing(REFUSED).err()).contains(words);
    rig.requireNothingKept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "4194305", "-5", "\"many\""})
  void aManifestThatLiesAboutTheConfigurationsSizeIsRefused(String size) throws Exception {
    HandmadeImage image = image();
    String repository = "app" + ++count;
    image.putInto(
        rig.registry(),
        repository,
        manifest -> manifest.replace("\"size\":" + image.config().length, "\"size\":" + size));

    rig.pull(repository).refusing(REFUSED);
    rig.requireNothingKept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"schemaVersion\":2,\"layers\":[]}", "<html>", "\0"})
  void whatIsNoManifestIsRefused(String text) throws Exception {
    String repository = "app" + ++count;
    rig.registry()
        .content()
        .manifest(
            repository, "1", text.getBytes(UTF_8), "application/vnd.oci.image.manifest.v1+json");

    rig.pull(repository).refusing(REFUSED);
    rig.requireNothingKept();
  }

  @ParameterizedTest
  @CsvSource({
    "401, 1, jpod login",
    "403, 1, jpod login",
    "404, 1, jpod login",
    "429, 69, the same command again",
    "500, 69, the same command again"
  })
  void aStatusOfFailureIsToldWithWhatTheRegistrySays(int status, int code, String hint)
      throws Exception {
    HandmadeImage image = image();
    String ofManifest = repository(image);
    String ofBlob = repository(image);
    rig.registry().always("/" + ofManifest + "/manifests/", Reply.error(status, "not today"));
    rig.registry().always(blob(ofBlob, image.digest(2)), Reply.error(status, "not today"));

    for (String repository : List.of(ofManifest, ofBlob)) {
      Result result = rig.pull(repository).refusing(code);

      assertThat(result.err()).contains(status + "", "not today", rig.registry().address(), hint);
      rig.requireUntouched();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void aFailureThatPassesIsNotSeen(int status) throws Exception {
    HandmadeImage image = image();
    String repository = repository(image);
    rig.registry().times(1, "/" + repository + "/manifests/", Reply.error(status, "not now"));
    rig.registry()
        .times(2, blob(repository, image.digest(1)), Reply.status(status, "Retry-After", "1"));

    rig.pull(repository).well();
  }

  @Test
  void aRegistryThatHangsIsGivenUp() throws Exception {
    HandmadeImage image = image();
    String ofManifest = repository(image);
    String ofBlob = repository(image);
    rig.registry().always("/" + ofManifest + "/manifests/", Reply.silence());
    rig.registry().always(blob(ofBlob, image.digest(1)), Reply.silenceAfter(image.layer(1), 1000));

    for (String repository : List.of(ofManifest, ofBlob)) {
      Result result = rig.pull(repository).refusing(UNREACHABLE);

      assertThat(result.err()).contains("it said nothing for 1 s");
      rig.requireUntouched();
    }
  }

  @Test
  void whatIsNotARegistryIsToldSo() throws Exception {
    String repository = repository(image());
    rig.registry().always("/" + repository + "/", Reply.garbage());
    rig.pull(repository).refusing(UNREACHABLE);

    String hangingUp = repository(image());
    rig.registry().always("/" + hangingUp + "/", Reply.hangUp());
    rig.pull(hangingUp).refusing(UNREACHABLE);

    Result result = rig.store().run(rig.argv("pull", "127.0.0.1:1/app:1")).refusing(UNREACHABLE);
    assertThat(result.err()).contains("nobody accepts connections there");
    rig.requireNothingKept();
  }

  private Path authFile(String... registries) throws Exception {
    String secret = Base64.getEncoder().encodeToString("me:open sesame".getBytes(UTF_8));
    List<String> entries = new ArrayList<>();
    for (String registry : registries) {
      entries.add("\"%s\":{\"auth\":\"%s\"}".formatted(registry, secret));
    }
    return Files.writeString(
        rig.store().folder().resolve("auth.json"),
        "{\"auths\":{" + String.join(",", entries) + "}}");
  }

  @Test
  void aRedirectToAnotherHostGetsNoCredentials() throws Exception {
    HandmadeImage image = image();
    try (FaultyRegistry first = FaultyRegistry.start();
        FaultyRegistry other = FaultyRegistry.start()) {
      image.putInto(first, "app");
      image.putInto(other, "app");
      first.guardedBy(
          request ->
              request.header("authorization").startsWith("Basic ")
                  ? null
                  : Reply.status(401, "WWW-Authenticate", "Basic realm=\"x\""));
      first.always(
          "GET " + blob("app", image.digest(1)),
          Reply.status(
              307, "Location", "http://" + other.address() + blob("app", image.digest(1))));
      Path secrets = authFile(first.address(), other.address());

      rig.store()
          .run(rig.argv("pull", first.address() + "/app:1", "--authfile", secrets.toString()))
          .well();

      assertThat(first.requests("blobs").getLast().header("authorization")).startsWith("Basic ");
      assertThat(other.requests()).isNotEmpty();
      assertThat(other.requests())
          .allMatch(request -> !request.headers().containsKey("authorization"));
    }
  }

  @Test
  void aRedirectInACircleOrToNowhereIsRefused() throws Exception {
    HandmadeImage image = image();
    for (String place : List.of("", "ftp://example.com/x", "file:///etc/passwd", "http://")) {
      String repository = repository(image);
      String from = blob(repository, image.digest(1));
      String location = place.isEmpty() ? from : place;
      rig.registry().always(from, Reply.status(302, "Location", location));

      rig.pull(repository).refusing(REFUSED);
      rig.requireNothingKept();
    }
  }

  /** The tokens that a server gives, of which the first are called expired after two requests. */
  private static final class Tokens implements FaultyRegistry.Guard {
    private final int expiring;
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger used = new AtomicInteger();

    Tokens(int expiring) {
      this.expiring = expiring;
    }

    @Override
    public Reply refusalOf(FaultyRegistry.Received request) {
      if (request.target().startsWith("/token")) {
        used.set(0);
        String token = "{\"token\":\"t" + given.incrementAndGet() + "\",\"expires_in\":300}";
        return Reply.whole(200, token.getBytes(UTF_8));
      }
      boolean known = request.header("authorization").equals("Bearer t" + given.get());
      return known && (given.get() > expiring || used.incrementAndGet() <= 2)
          ? null
          : Reply.error(
              401,
              "token expired",
              "WWW-Authenticate",
              "Bearer realm=\"http://" + request.header("host") + "/token\",service=\"x\"");
    }
  }

  @Test
  void aTokenThatExpiresIsRenewed() throws Exception {
    Tokens tokens = new Tokens(1);
    try (FaultyRegistry registry = FaultyRegistry.start().guardedBy(tokens)) {
      image().putInto(registry, "app");

      rig.store().run(rig.argv("pull", registry.address() + "/app:1")).well();

      assertThat(tokens.given.get()).isEqualTo(2);
      assertThat(registry.requests("/blobs/"))
          .anyMatch(request -> request.header("authorization").equals("Bearer t1"))
          .anyMatch(request -> request.header("authorization").equals("Bearer t2"));
    }
  }

  @Test
  void tokensThatExpireAtOnceAreNoLoop() throws Exception {
    Tokens tokens = new Tokens(Integer.MAX_VALUE);
    try (FaultyRegistry registry = FaultyRegistry.start().guardedBy(tokens)) {
      image().putInto(registry, "app");

      Result result = rig.store().run(rig.argv("pull", registry.address() + "/app:1")).refusing(1);

      assertThat(result.err()).contains("token expired", "jpod login");
      assertThat(tokens.given.get()).isLessThan(9);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"images/partial", "layers", "images"})
  void aFullDiskIsNamed(String folder) throws Exception {
    HandmadeImage image = HandmadeImage.running("full", 3_000_000, 2_000_000);
    String repository = repository(image);
    Path full = Files.createDirectories(rig.store().layout().root().resolve(folder));
    List<String> argv = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec"));
    argv.add("mount -t tmpfs -o size=256k tmpfs " + full + "; exec \"$@\"");
    argv.add("sh");
    argv.addAll(rig.argv("pull", rig.name(repository)));

    Result result = rig.store().run(argv).refusing(1);

    assertThat(result.err()).contains("no space left on device", "free space");
    rig.requireUntouched();
    rig.pull(repository).well();
  }

  @Test
  void anApplyThatCannotPullTouchesNothing() throws Exception {
    String repository = repository(image());
    rig.registry().always("/" + repository + "/manifests/", Reply.error(500, "not today"));
    rig.store()
        .write(
            "more.yaml",
            """
            apiVersion: jpod.dev/v1
            kind: Stack
            name: shop
            pods:
              web: {image: "localhost/busybox:1", command: [sleep, "2000"], stopSignal: KILL}
              new: {image: "%s", stopSignal: KILL}
            """
                .formatted(rig.name(repository)));

    rig.store().run(rig.argv("apply", "-f", "more.yaml")).refusing(UNREACHABLE);

    rig.requireNothingKept();
  }
}
