package dev.jpod.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jpod.image.TarBytes.Header;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of every form, and the ways in which they can lie. */
class ArchiveTests {
  private static final ImageFixture WEB = ImageFixture.of("low", "high");

  @TempDir Path root;
  @TempDir Path elsewhere;
  private StoreCase files;

  @BeforeEach
  void openStore() {
    files = new StoreCase(root);
  }

  @Test
  void loadsWhatDockerSaves() {
    Image image = files.load(WEB.dockerArchive("web:1", "shop.example/web:2")).getFirst();

    assertThat(image.id()).isEqualTo(WEB.id());
    assertThat(image.references())
        .containsExactly(ImageReference.of("web:1"), ImageReference.of("shop.example/web:2"));
    assertThat(image.config().cmd()).containsExactly("sh");
    assertThat(image.config().entrypoint()).isEmpty();
    assertThat(image.config().workingDir()).isEqualTo("/srv");
    assertThat(image.config().user()).isNull();
    assertThat(image.config().volumes()).isEqualTo(Set.of("/data"));
    assertThat(image.config().exposedPorts()).isEqualTo(Set.of("80/tcp"));
    assertThat(image.config().labels()).isEqualTo(Map.of("a", "b"));
    assertThat(image.config().stopSignal()).isEqualTo("SIGINT");
    assertThat(image.created()).isEqualTo(Instant.parse("2024-02-03T04:05:06.789Z"));
    assertThat(files.store().root(image.id()).layers().getFirst().resolve("high")).exists();
  }

  @Test
  void loadsAnArchiveWithoutNamesAsAnImageWithoutOne() {
    assertThat(files.load(WEB.dockerArchive()).getFirst().references()).isEmpty();
    assertThat(files.store().list()).hasSize(1);
  }

  @Test
  void loadsCompressedArchivesAndLayers() {
    assertThat(files.load(ImageFixture.gzip(WEB.dockerArchive("a:1"))).getFirst().id())
        .isEqualTo(WEB.id());
    assertThat(files.load(WEB.compressed().dockerArchive("b:1")).getFirst().id())
        .isEqualTo(WEB.id());
    assertThat(files.load(WEB.compressed().ociArchive("docker.io/library/c:1")).getFirst().id())
        .isEqualTo(WEB.id());
    assertThat(files.store().list())
        .singleElement()
        .satisfies(
            image ->
                assertThat(image.references())
                    .extracting(ImageReference::toString)
                    .containsExactlyInAnyOrder(
                        "docker.io/library/a:1", "docker.io/library/b:1", "docker.io/library/c:1"));
  }

  @Test
  void followsTheLinksThatDockerWritesForSharedLayers() {
    TarBytes tar = new TarBytes();
    byte[] layer = WEB.layers().getFirst();
    ImageFixture one =
        new ImageFixture(List.of(layer), ImageFixture.config("amd64", List.of(layer)));
    tar.entry(new Header("real/layer.tar", '0').size(layer.length), layer)
        .symlink("link/layer.tar", "../real/layer.tar")
        .file(one.id().hex() + ".json", new String(one.config(), UTF_8))
        .file(
            "manifest.json",
            "[{\"Config\":\"%s.json\",\"Layers\":[\"link/layer.tar\"]}]".formatted(one.id().hex()));

    assertThat(files.load(tar.finished()).getFirst().id()).isEqualTo(one.id());
  }

  @Test
  void loadsEveryImageOfAnArchive() {
    ImageFixture other = ImageFixture.of("low", "other");
    byte[] archive =
        ImageFixture.ociArchive(
            other.addBlobs(WEB.addBlobs(new TarBytes())),
            WEB.descriptor("docker.io/library/web:1"),
            other.descriptor("docker.io/library/other:1"),
            other.descriptor("docker.io/library/other:2"));

    List<Image> images = files.load(archive);

    assertThat(images).extracting(Image::id).containsExactly(WEB.id(), other.id());
    assertThat(images.getLast().references()).hasSize(2);
  }

  @Test
  void takesTheHostsImageOfAnImageForSeveralPlatforms() {
    ImageFixture foreign = ImageFixture.of("s390x", new String[] {"foreign"});
    byte[] index =
        new ImageIndex(
                List.of(
                    platform(foreign, new Platform("linux", "s390x")),
                    platform(WEB, Platform.ofHost())))
            .toBytes();
    TarBytes blobs = ImageFixture.addBlob(foreign.addBlobs(WEB.addBlobs(new TarBytes())), index);
    Descriptor entry =
        Descriptor.of(MediaTypes.OCI_INDEX, Sha256.of(index), index.length)
            .named(ImageReference.of("web:1"));

    List<Image> images = files.load(ImageFixture.ociArchive(blobs, entry));

    assertThat(images).extracting(Image::id).containsExactly(WEB.id());
    assertThat(images.getFirst().references()).containsExactly(ImageReference.of("web:1"));
  }

  @Test
  void anImageForOtherPlatformsOnlyIsRefused() throws IOException {
    ImageFixture foreign = ImageFixture.of("s390x", new String[] {"foreign"});
    Descriptor one = platform(foreign, new Platform("linux", "s390x"));
    Descriptor two = platform(foreign, new Platform("linux", "ppc64le"));

    assertThat(files.refusal(ImageFixture.ociArchive(foreign.addBlobs(new TarBytes()), one, two)))
        .hasMessageContaining("no image for linux/");
  }

  @Test
  void theNameOfContainerdIsPreferredAndABareTagIsNone() {
    Descriptor plain = WEB.descriptor("1.0");
    Descriptor named =
        new Descriptor(
            plain.mediaType(),
            plain.digest(),
            plain.size(),
            Map.of(
                Descriptor.REFERENCE_NAME,
                "1.0",
                "io.containerd.image.name",
                "docker.io/library/web:1.0"),
            null);

    assertThat(load(plain).references()).isEmpty();
    assertThat(load(named).references()).containsExactly(ImageReference.of("web:1.0"));
  }

  @Test
  void loadsALayoutFolderButNotWhatItsLinksPointTo() throws IOException {
    StoreCase source = new StoreCase(elsewhere);
    Image image = source.load(WEB.ociArchive("docker.io/library/web:1")).getFirst();
    assertThat(files.store().load(source.images())).containsExactly(image);

    Path blob = source.images().resolve("blobs/sha256").resolve(WEB.id().hex());
    Path moved = Files.move(blob, elsewhere.resolve("config"));
    Files.createSymbolicLink(blob, moved);

    assertThat(catchThrowable(() -> files.store().load(source.images())))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void contentThatIsNotWhatItsDigestSaysIsRefused() throws IOException {
    byte[] archive = WEB.ociArchive("docker.io/library/web:1");
    String text = new String(archive, ISO_8859_1);

    for (String inside : List.of("content of high", "SIGINT", "\"schemaVersion\":2")) {
      byte[] changed = archive.clone();
      changed[text.indexOf(inside) + inside.length() - 1] ^= 1;
      assertThat(files.refusal(changed)).as(inside).hasMessageContaining("cannot use the content");
    }
  }

  @Test
  void aLayerThatIsNotWhatTheConfigurationSaysIsRefused() throws IOException {
    ImageFixture lying = new ImageFixture(ImageFixture.of("a", "b").layers(), WEB.config());

    assertThat(files.refusal(lying.ociArchive("docker.io/library/web:1")))
        .hasMessageContaining("its content has the digest");
    assertThat(files.refusal(lying.dockerArchive("web:1")))
        .hasMessageContaining("its content has the digest");
  }

  @Test
  void asManyLayersAsTheConfigurationSaysAreRequired() throws IOException {
    ImageFixture lying = new ImageFixture(WEB.layers().subList(0, 1), WEB.config());

    assertThat(files.refusal(lying.ociArchive("docker.io/library/web:1")))
        .hasMessageContaining("it has 1 layers, but its configuration names 2");
  }

  @Test
  void aDockerConfigurationUnderAnotherDigestIsRefused() throws IOException {
    String name = "0".repeat(64) + ".json";
    TarBytes tar =
        new TarBytes()
            .file(name, new String(WEB.config(), UTF_8))
            .file("manifest.json", "[{\"Config\":\"" + name + "\",\"Layers\":[]}]");

    assertThat(files.refusal(tar.finished())).hasMessageContaining("its digest is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]",
        "[{\"Config\":\"/etc/passwd\",\"Layers\":[]}]",
        "[{\"Config\":\"missing\",\"Layers\":[]}]",
        "[{\"Layers\":[]}]",
        "[{\"Config\":5}]",
        "[{\"Config\":\"a\",\"Config\":\"b\"}]",
        "[5]",
        "{}",
        "[",
        "[] []",
        ""
      })
  void aManifestThatMakesNoSenseIsRefused(String manifest) throws IOException {
    assertThat(files.refusal(new TarBytes().file("manifest.json", manifest).finished()))
        .hasMessageStartingWith("cannot use ");
  }

  @Test
  void aDocumentOfMoreThanFourMebibytesIsRefused() throws IOException {
    String manifest = "[" + " ".repeat(Json.LIMIT) + "]";
    StoreCase roomy = new StoreCase(root);

    assertThat(roomy.refusal(new TarBytes().file("manifest.json", manifest).finished()))
        .hasMessageContaining("more than 4194304 bytes");
  }

  @Test
  void aJsonBombIsRefused() throws IOException {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(files.refusal(new TarBytes().file("manifest.json", deep).finished()))
        .hasMessageContaining("not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/vnd.oci.image.layer.v1.tar+encrypted", "text/html", ""})
  void aLayerOfAnUnknownTypeIsRefused(String type) throws IOException {
    byte[] manifest = WEB.manifest(type);
    Descriptor entry =
        Descriptor.of(MediaTypes.OCI_MANIFEST, Sha256.of(manifest), manifest.length)
            .named(ImageReference.of("web:1"));
    TarBytes blobs = ImageFixture.addBlob(WEB.addBlobs(new TarBytes()), manifest);

    assertThat(files.refusal(ImageFixture.ociArchive(blobs, entry)))
        .hasMessageContaining("it has a layer of the type '" + type + "'");
  }

  @Test
  void aTarThatIsNoImageIsRefused() throws IOException {
    assertThat(files.refusal(new TarBytes().file("hello", "world").finished()))
        .hasMessageContaining("neither an 'index.json' nor a 'manifest.json'");
    assertThat(files.refusal("hello".getBytes(UTF_8))).isInstanceOf(JpodException.class);
    assertThat(files.refusal(new byte[0])).isInstanceOf(JpodException.class);
  }

  @Test
  void anArchiveThatIsCutOffIsRefused() throws IOException {
    byte[] archive = WEB.ociArchive("docker.io/library/web:1");
    for (int length = 0; length < archive.length - 1024; length += 1500) {
      assertThat(files.refusal(Arrays.copyOf(archive, length)).getMessage()).isNotEmpty();
    }
  }

  @Test
  void oneBadImageKeepsAllOfTheArchiveOut() throws IOException {
    ImageFixture lying = new ImageFixture(ImageFixture.of("a", "b").layers(), WEB.config());
    ImageFixture good = ImageFixture.of("good");
    byte[] archive =
        ImageFixture.ociArchive(
            lying.addBlobs(good.addBlobs(new TarBytes())),
            good.descriptor("docker.io/library/good:1"),
            lying.descriptor("docker.io/library/lying:1"));

    assertThat(files.refusal(archive)).hasMessageContaining("its content has the digest");
    assertThat(files.store().list()).isEmpty();
  }

  private Image load(Descriptor entry) {
    return files.load(ImageFixture.ociArchive(WEB.addBlobs(new TarBytes()), entry)).getFirst();
  }

  private static Descriptor platform(ImageFixture image, Platform platform) {
    byte[] manifest = image.manifest();
    return new Descriptor(
        MediaTypes.OCI_MANIFEST, Sha256.of(manifest), manifest.length, Map.of(), platform);
  }
}
