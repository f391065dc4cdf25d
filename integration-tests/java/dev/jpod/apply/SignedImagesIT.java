package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.apply.Vendor.Signed;
import dev.jpod.image.Platform;
import dev.jpod.model.Digest;
import dev.jpod.registry.FaultyRegistry;
import dev.jpod.registry.RealRegistries;
import dev.jpod.registry.SourceImage;
import dev.jpod.trust.GpgHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Images that a policy wants signed, in a real registry, signed by openssl and by GnuPG. */
@TestInstance(Lifecycle.PER_CLASS)
@NeedsRoot("the Docker engine that the tests' registries run in")
@ExtendWith(RealRegistries.Shared.class)
class SignedImagesIT {
  private static final int REFUSED = 3;
  private static final String USER = "vendor@example.com";

  private PullRig rig;
  private SourceImage source;
  private String registry;
  private Vendor vendor;
  private GpgHome gpg;
  private int count;

  @BeforeAll
  void start(RealRegistries registries) throws Exception {
    rig = new PullRig();
    source = SourceImage.build("signed");
    registry = registries.plain().host();
    vendor = Vendor.in(rig.store().folder().resolve("vendor"));
    gpg = GpgHome.in(rig.store().folder().resolve("gpg"));
    gpg.makeKey(USER, "never");
    gpg.makeKey("mallory@example.com", "never");
    Files.write(keyring(), gpg.publicKey(USER, "--no-armor"));
  }

  @AfterAll
  void end() throws Exception {
    gpg.end();
    source.close();
    rig.close();
  }

  @AfterEach
  void forget() throws Exception {
    rig.forgetImages();
    rig.requireNothingKept();
  }

  private Path keyring() {
    return rig.store().folder().resolve("vendor.gpg");
  }

  private Path configuration() throws Exception {
    return Files.createDirectories(rig.home().resolve(".config/containers/registries.d"))
        .getParent();
  }

  /** Rejects everything but what fulfils a requirement. */
  private void demand(String requirement) throws Exception {
    Files.writeString(
        configuration().resolve("policy.json"),
        "{\"default\":[{\"type\":\"reject\"}],\"transports\":{\"docker\":{\"%s\":[%s]},\"dir\":{\"\":[%s]},\"oci\":{\"\":[%s]}}}"
            .formatted(registry, requirement, requirement, requirement));
  }

  private void demandCosign(String identity) throws Exception {
    demand(
        "{\"type\":\"sigstoreSigned\",\"keyPath\":\"%s\",\"signedIdentity\":%s}"
            .formatted(vendor.publicKey(), identity));
  }

  private void demandCosign() throws Exception {
    demandCosign("{\"type\":\"matchRepository\"}");
  }

  /** Pushes the image to a repository of its own. */
  private String push(String... options) throws Exception {
    String repository = "signed/app" + ++count;
    List<String> argv =
        new ArrayList<>(List.of("copy", "--all", "--dest-tls-verify=false", source.layout()));
    argv.add("docker://" + registry + "/" + repository + ":1");
    argv.addAll(List.of(options));
    source.skopeo(argv.toArray(String[]::new));
    return repository;
  }

  private Digest digest(String repository) throws Exception {
    return new Digest(
        source
            .skopeo(
                "inspect",
                "--tls-verify=false",
                "--format",
                "{{.Digest}}",
                "docker://" + registry + "/" + repository + ":1")
            .strip());
  }

  /** The digest of the manifest for this host in the index. */
  private Digest manifest(String repository) throws Exception {
    String index =
        source.skopeo(
            "inspect",
            "--tls-verify=false",
            "--raw",
            "docker://" + registry + "/" + repository + ":1");
    for (JsonNode entry : JsonMapper.shared().readTree(index).path("manifests")) {
      String architecture = entry.path("platform").path("architecture").asString();
      if (architecture.equals(Platform.ofHost().architecture())) {
        return new Digest(entry.path("digest").asString());
      }
    }
    throw new AssertionError(index);
  }

  private String name(String repository) {
    return registry + "/" + repository;
  }

  private Result pull(String repository) throws Exception {
    return rig.store().run(rig.argv("pull", "docker://" + name(repository) + ":1"));
  }

  private void assertRefused(String repository, String words) throws Exception {
    Result result = pull(repository).refusing(REFUSED);

    assertThat(result.err()).contains(words);
    rig.requireNothingKept();
  }

  private void attach(String repository, Signed... signatures) throws Exception {
    Vendor.attach(registry, repository, digest(repository), List.of(signatures));
  }

  @Test
  void aSignatureOfTheIndexLetsTheImageIn() throws Exception {
    demandCosign();
    String repository = push();
    attach(repository, vendor.sign(name(repository), digest(repository)));

    pull(repository).well();
  }

  @Test
  void aSignatureOfThisHostsManifestLetsTheImageIn() throws Exception {
    demandCosign("{\"type\":\"matchRepoDigestOrExact\"}");
    String repository = push();
    Digest manifest = manifest(repository);
    Vendor.attach(
        registry, repository, manifest, List.of(vendor.sign(name(repository) + ":1", manifest)));

    pull(repository).well();
  }

  @Test
  void anImageWithoutASignatureIsRefused() throws Exception {
    demandCosign();

    assertRefused(push(), "it has no signature of the kind that is demanded");
  }

  @Test
  void anotherKeyIsRefused() throws Exception {
    demandCosign();
    String repository = push();
    Vendor other = Vendor.in(rig.store().folder().resolve("other"));
    attach(repository, other.sign(name(repository), digest(repository)));

    assertRefused(repository, "by another key");
  }

  @Test
  void aSignatureOfOtherContentIsRefused() throws Exception {
    demandCosign();
    String repository = push();
    Digest other = Digest.sha256("0".repeat(64));
    attach(repository, vendor.sign(name(repository), other));

    assertRefused(repository, "for the content '" + other + "'");
  }

  @Test
  void aSignatureOfAnotherNameIsRefused() throws Exception {
    demandCosign();
    String repository = push();
    attach(repository, vendor.sign(name("signed/other"), digest(repository)));

    assertRefused(repository, "for the name '" + name("signed/other") + "'");
  }

  @Test
  void aSignatureThatWasChangedIsRefused() throws Exception {
    demandCosign();
    String repository = push();
    Signed good = vendor.sign(name(repository), digest(repository));
    Signed other = vendor.sign(name(repository), Digest.sha256("1".repeat(64)));
    attach(
        repository,
        new Signed(good.payload(), other.signature()),
        new Signed(good.payload(), "AAAA"),
        new Signed(good.payload(), "no base 64"));

    assertRefused(repository, "by another key, or for other content");
  }

  @Test
  void aHeapOfSignaturesIsRefusedAndOneGoodAmongAFewIsEnough() throws Exception {
    demandCosign();
    String repository = push();
    Signed good = vendor.sign(name(repository), digest(repository));
    Signed bad = new Signed(good.payload(), "AAAA");
    List<Signed> heap = new ArrayList<>(Collections.nCopies(128, bad));
    heap.add(good);
    attach(repository, heap.toArray(Signed[]::new));

    assertRefused(repository, "129 signatures, more than 128");

    attach(repository, bad, bad, good);
    pull(repository).well();
  }

  @Test
  void aDamagedListOfSignaturesIsRefused() throws Exception {
    demandCosign();
    try (FaultyRegistry faulty = FaultyRegistry.start()) {
      Files.writeString(
          configuration().resolve("policy.json"),
          "{\"default\":[{\"type\":\"sigstoreSigned\",\"keyPath\":\"%s\"}]}"
              .formatted(vendor.publicKey()));
      HandmadeImage image = HandmadeImage.running("damaged", 1000);
      Digest digest = image.putInto(faulty, "app");
      String layer =
          """
          {"layers":[{"mediaType":"application/vnd.dev.cosign.simplesigning.v1+json",\
          "digest":"%s","size":%s,"annotations":{"dev.cosignproject.cosign/signature":"AAAA"}}]}\
          """;
      String lost = Digest.sha256("2".repeat(64)).value();
      String there = faulty.content().blob("app", "payload".getBytes(UTF_8)).value();
      List<String> manifests =
          List.of(
              "{}",
              "nothing",
              "{\"layers\":7}",
              layer.formatted(lost, 7),
              layer.formatted("sha256:7", 7),
              layer.formatted(there, 8),
              layer.formatted(there, 1 << 20),
              layer.formatted(there, -1),
              layer.formatted(there, "\"7\""));
      for (String manifest : manifests) {
        faulty
            .content()
            .manifest(
                "app",
                "sha256-" + digest.hex() + ".sig",
                manifest.getBytes(UTF_8),
                "application/vnd.oci.image.manifest.v1+json");

        rig.store().run(rig.argv("pull", faulty.address() + "/app:1")).refusing(REFUSED);
        rig.requireNothingKept();
      }
    }
  }

  @Test
  void anApplyOfAnUnsignedImageTouchesNothing() throws Exception {
    demandCosign();
    rig.store()
        .write(
            "more.yaml",
            """
            apiVersion: jpod.dev/v1
            kind: Stack
            name: shop
            pods:
              web: {image: "localhost/busybox:1", command: [sleep, "2000"], stopSignal: KILL}
              new: {image: "%s:1", stopSignal: KILL}
            """
                .formatted(name(push())));

    rig.store().run(rig.argv("apply", "-f", "more.yaml")).refusing(REFUSED);

    rig.requireNothingKept();
  }

  @Test
  void withoutAPolicyNoSignatureIsLookedFor() throws Exception {
    Files.deleteIfExists(configuration().resolve("policy.json"));
    Path broken = configuration().resolve("registries.d/broken.yaml");
    Files.writeString(broken, "docker: [");
    try (FaultyRegistry faulty = FaultyRegistry.start()) {
      HandmadeImage.running("free", 1000).putInto(faulty, "app");

      rig.store().run(rig.argv("pull", faulty.address() + "/app:1")).well();

      assertThat(faulty.requests(".sig")).isEmpty();
    } finally {
      Files.delete(broken);
    }
  }

  private void demandGpg() throws Exception {
    demand(
        "{\"type\":\"signedBy\",\"keyType\":\"GPGKeys\",\"keyPath\":\"%s\"}".formatted(keyring()));
  }

  /** Pushes with skopeo, which signs and writes the signature into the lookaside. */
  private String pushSigned(String user, Path lookaside) throws Exception {
    String repository = "signed/app" + ++count;
    Files.writeString(
        configuration().resolve("registries.d/local.yaml"),
        "docker:\n  %s:\n    lookaside: file://%s\n".formatted(registry, lookaside));
    List<String> argv = new ArrayList<>(List.of("env", "GNUPGHOME=" + gpg.folder()));
    argv.addAll(List.of("skopeo", "--insecure-policy", "--registries.d"));
    argv.add(configuration().resolve("registries.d").toString());
    argv.addAll(List.of("copy", "--all", "--dest-tls-verify=false", "--sign-by", user));
    argv.addAll(List.of(source.layout(), "docker://" + name(repository) + ":1"));
    rig.store().run(argv).well();
    return repository;
  }

  @Test
  void aSimpleSignatureInALookasideLetsTheImageIn() throws Exception {
    demandGpg();
    Path lookaside = rig.store().folder().resolve("lookaside1");

    String repository = pushSigned(USER, lookaside);

    pull(repository).well();
  }

  @Test
  void aLookasideOnAWebServerWillDo() throws Exception {
    demandGpg();
    Path lookaside = rig.store().folder().resolve("lookaside2");
    String repository = pushSigned(USER, lookaside);
    try (LookasideServer server = LookasideServer.of(lookaside)) {
      Files.writeString(
          configuration().resolve("registries.d/local.yaml"),
          "default-docker:\n  sigstore: %s\n".formatted(server.place()));

      pull(repository).well();
      assertThat(server.asked()).anyMatch(path -> path.endsWith("/signature-2"));
      rig.forgetImages();

      server.fail();
      pull(repository).refusing(69);
      rig.requireNothingKept();
    }
  }

  @Test
  void badSimpleSignaturesAreRefused() throws Exception {
    demandGpg();
    Path lookaside = rig.store().folder().resolve("lookaside3");
    assertRefused(pushSigned("mallory@example.com", lookaside), "it was made by another key");

    String repository = pushSigned(USER, lookaside);
    List<Path> signatures = new ArrayList<>();
    try (var files = Files.walk(lookaside)) {
      files
          .filter(file -> file.toString().contains(repository + "@"))
          .filter(Files::isRegularFile)
          .forEach(signatures::add);
    }
    assertThat(signatures).isNotEmpty();
    for (Path signature : signatures) {
      byte[] bytes = Files.readAllBytes(signature);
      bytes[bytes.length / 2] ^= 1;
      Files.write(signature, bytes);
    }
    assertRefused(repository, "is refused by the scope");

    for (Path signature : signatures) {
      Files.write(signature, new byte[300 << 10]);
    }
    assertRefused(repository, "bytes");

    for (Path signature : signatures) {
      Files.delete(signature);
    }
    assertRefused(repository, "it has no signature of the kind that is demanded");
  }

  @Test
  void signaturesBesideAnImageInAFolderAreRead() throws Exception {
    String repository = pushSigned(USER, rig.store().folder().resolve("lookaside4"));
    Path folder = rig.store().folder().resolve("folder");
    List<String> argv = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    argv.addAll(
        List.of("--registries.d", configuration().resolve("registries.d").toString(), "copy"));
    argv.addAll(List.of("--src-tls-verify=false", "docker://" + name(repository) + ":1"));
    argv.add("dir:" + folder);
    rig.store().run(argv).well();
    assertThat(folder.resolve("signature-1")).exists();
    demand(
        "{\"type\":\"signedBy\",\"keyType\":\"GPGKeys\",\"keyPath\":\"%s\",\"signedIdentity\":%s}"
            .formatted(
                keyring(),
                "{\"type\":\"exactReference\",\"dockerReference\":\""
                    + name(repository)
                    + ":1\"}"));

    rig.store().run(rig.argv("pull", "dir:" + folder)).well();
    rig.forgetImages();

    Files.delete(folder.resolve("signature-1"));
    rig.store().run(rig.argv("pull", "dir:" + folder)).refusing(REFUSED);
    rig.requireNothingKept();
  }
}
