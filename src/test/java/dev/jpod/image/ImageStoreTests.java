package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.FileTree;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageStoreTests {
  private static final ImageReference WEB = ImageReference.of("web:1");
  private static final ImageReference SHOP = ImageReference.of("example.com/shop:2");

  @TempDir Path root;
  private StoreCase files;
  private ImageStore store;

  @BeforeEach
  void openStore() {
    files = new StoreCase(root);
    store = files.store();
  }

  @Test
  void openingAndAskingMakesNoFiles() throws IOException {
    assertThat(store.list()).isEmpty();
    assertThat(store.resolve("busybox")).isEmpty();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void importsARootFilesystemWithItsSettings() throws IOException {
    ImageConfig config =
        new ImageConfig(
            List.of("/bin/sh"),
            List.of("-c", "true"),
            List.of("A=b"),
            "/srv",
            "1000:1000",
            Set.of("/data"),
            Set.of("80/tcp"),
            Map.of("k", "v"),
            "SIGINT",
            null,
            "linux",
            "amd64");
    Instant created = Instant.parse("2025-01-02T03:04:05.678901234Z");

    Image image = importRootfs(WEB, new ImportOptions(config, created, "by hand"));

    assertThat(image.config()).isEqualTo(config);
    assertThat(image.created()).isEqualTo(created);
    assertThat(image.references()).containsExactly(WEB);
    assertThat(store.list()).containsExactly(image);
    assertThat(store.root(image.id()).layers().getFirst().resolve("bin/sh")).hasContent("shell");
  }

  @Test
  void theSameImportGivesTheSameImage() {
    Image first = importRootfs(WEB, ImportOptions.at(Instant.EPOCH));
    Image second = importRootfs(WEB, ImportOptions.at(Instant.EPOCH));

    assertThat(second).isEqualTo(first);
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void aCompressedImportIsTheSameLayer() throws IOException {
    Image plain = importRootfs(WEB, ImportOptions.at(Instant.EPOCH));
    Image gzipped =
        store.importRootfs(
            new ByteArrayInputStream(ImageFixture.gzip(rootfs())),
            SHOP,
            ImportOptions.at(Instant.EPOCH));

    assertThat(gzipped.id()).isEqualTo(plain.id());
    assertThat(gzipped.manifestDigest()).isNotEqualTo(plain.manifestDigest());
    assertThat(layerFolders()).hasSize(1);
  }

  @Test
  void anInterruptedImportLeavesNothing() throws IOException {
    InputStream broken = new BrokenStream(rootfs());

    assertThatThrownBy(() -> store.importRootfs(broken, WEB, ImportOptions.at(Instant.EPOCH)))
        .isInstanceOf(JpodException.class)
        .hasMessage("cannot import the root filesystem: connection reset");
    assertThat(files.content()).isEmpty();
  }

  @Test
  void resolvesReferencesDigestsAndIds() {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");

    for (String name :
        List.of(
            "web:1",
            "docker.io/library/web:1",
            image.id().value(),
            image.id().hex(),
            image.id().hex().substring(0, 4),
            "sha256:" + image.id().shortHex(),
            image.manifestDigest().value(),
            "web@" + image.manifestDigest())) {
      assertThat(store.resolve(name)).as(name).contains(image);
    }
    for (String name : List.of("web", "web:2", "other:1", "abc", "web:1:1", "", "-", "ffff")) {
      assertThat(store.resolve(name)).as(name).isEmpty();
    }
  }

  @Test
  void aShortNameAlsoFindsALocallyBuiltImage() {
    Image image = load(ImageFixture.of("f"), "localhost/web:1");

    assertThat(store.resolve("web:1")).contains(image);
    assertThat(store.resolve("docker.io/library/web:1")).isEmpty();
  }

  @Test
  void aNameThatMovesLeavesTheOldImageWithoutOne() {
    Image old = load(ImageFixture.of("old"), "docker.io/library/web:1");
    Image fresh = load(ImageFixture.of("new"), "docker.io/library/web:1");

    assertThat(store.resolve("web:1")).contains(fresh);
    assertThat(store.resolve(old.id().value()).orElseThrow().references()).isEmpty();
  }

  @Test
  void anImageGetsMoreNames() {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");

    assertThat(store.tag("web:1", SHOP).references()).containsExactly(WEB, SHOP);
    assertThat(store.tag("web:1", SHOP).references()).containsExactly(WEB, SHOP);
    assertThat(store.remove("web:1", () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED).untagged())
        .containsExactly(WEB);
    assertThat(store.tag(image.id().shortHex(), WEB).references()).containsExactly(SHOP, WEB);
  }

  @Test
  void whatIsNotThereCannotBeTaggedOrRemoved() {
    assertNotFound(() -> store.tag("nothing", WEB));
    assertNotFound(() -> store.remove("nothing", () -> ImageNeeds.NONE, RemovalMode.FORCED));
    assertNotFound(() -> store.root(Sha256.of(new byte[0])).layers());
  }

  @Test
  void removalDeletesWhatNoOtherImageNeeds() throws IOException {
    load(ImageFixture.of("shared", "own"), "docker.io/library/web:1");
    Image other = load(ImageFixture.of("shared", "other"), "docker.io/library/other:1");

    RemovedImage removed = store.remove("web:1", () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED);

    assertThat(removed.untagged()).containsExactly(WEB);
    assertThat(removed.deleted()).hasSize(1);
    assertThat(store.list()).containsExactly(other);
    assertThat(layerFolders()).hasSize(2);
    assertThat(StoreCase.names(files.layers().resolve("l"))).hasSize(2);
    assertThat(StoreCase.names(files.images().resolve("blobs/sha256"))).hasSize(4);
    assertThat(store.root(other.id()).layers()).hasSize(2).allSatisfy(f -> assertThat(f).exists());
  }

  @Test
  void removingTheLastImageEmptiesTheStore() throws IOException {
    load(ImageFixture.of("f"), "docker.io/library/web:1");

    store.remove("web:1", () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED);

    assertThat(files.content().keySet()).containsExactly(files.images().resolve("index.json"));
  }

  @Test
  void removingOneOfSeveralNamesKeepsTheImage() {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");
    store.tag("web:1", SHOP);

    RemovedImage removed = store.remove("web:1", () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED);

    assertThat(removed).isEqualTo(new RemovedImage(List.of(WEB), List.of()));
    assertThat(store.root(image.id()).layers()).hasSize(1);
  }

  @Test
  void anIdWithSeveralNamesIsRemovedOnlyByForce() {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");
    store.tag("web:1", SHOP);

    assertThatThrownBy(
            () -> store.remove(image.id().hex(), () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("has the names");

    assertThat(store.remove(image.id().hex(), () -> ImageNeeds.NONE, RemovalMode.FORCED))
        .isEqualTo(new RemovedImage(List.of(WEB, SHOP), List.of(image.id())));
    assertThat(store.list()).isEmpty();
  }

  private static ImageNeeds used(Image image) {
    return new ImageNeeds(Set.of(image.id()), Map.of());
  }

  @Test
  void anImageInUseStaysEvenWhenItsRemovalIsForced() {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");

    assertThatThrownBy(() -> store.remove("web:1", () -> used(image), RemovalMode.ONLY_IF_UNUSED))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED));
    assertThat(store.resolve("web:1")).contains(image);

    assertThat(store.remove("web:1", () -> used(image), RemovalMode.FORCED))
        .isEqualTo(new RemovedImage(List.of(WEB), List.of()));
    assertThat(store.resolve("web:1")).isEmpty();
    assertThat(store.root(image.id()).layers().getFirst().resolve("f")).exists();
  }

  @Test
  void theLayersOfAContainerStayWhenTheIndexHasLostTheImage() throws IOException {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");
    Path layer = store.root(image.id()).layers().getFirst();
    Files.delete(files.images().resolve("index.json"));
    load(ImageFixture.of("other"), "docker.io/library/other:1");

    store.remove("other:1", () -> used(image), RemovalMode.ONLY_IF_UNUSED);

    assertThat(layer.resolve("f")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"manifests\":null}",
        "{\"schemaVersion\":3,\"manifests\":[]}",
        "{\"schemaVersion\":1e999,\"manifests\":[]}"
      })
  void anIndexThatIsNoneDoesNotCountAsEmpty(String index) throws IOException {
    load(ImageFixture.of("f"), "docker.io/library/web:1");
    Files.writeString(files.images().resolve("index.json"), index);

    assertThatThrownBy(store::list)
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("index.json");
  }

  @Test
  void contentThatACrashCutShortIsReplacedByTheNextLoad() throws IOException {
    ImageFixture fixture = ImageFixture.of("f");
    Image image = load(fixture, "docker.io/library/web:1");
    Path manifest = files.images().resolve("blobs/sha256").resolve(image.manifestDigest().hex());
    Files.write(manifest, new byte[0]);

    assertThat(load(fixture, "docker.io/library/web:1")).isEqualTo(image);
    assertThat(store.list()).containsExactly(image);
  }

  @Test
  void nothingIsRemovedWhileSomebodyMakesContainers() {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");

    try (ImageStore.Hold hold = store.hold()) {
      assertThat(hold).isNotNull();
      assertThatThrownBy(() -> store.remove("web:1", () -> ImageNeeds.NONE, RemovalMode.FORCED))
          .isInstanceOfSatisfying(
              JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED));
      load(ImageFixture.of("more"), "docker.io/library/more:1");
    }

    assertThat(store.remove("web:1", () -> ImageNeeds.NONE, RemovalMode.FORCED).deleted())
        .containsExactly(image.id());
  }

  @Test
  void layersAreListedHighestFirstAndUnpackedAgainWhenGone() throws IOException {
    Image image = load(ImageFixture.of("low", "high"), "docker.io/library/web:1");
    List<Path> layers = store.root(image.id()).layers();
    assertThat(layers.getFirst().resolve("high")).exists();
    assertThat(layers.getLast().resolve("low")).exists();
    FileTree.delete(layers.getFirst());

    assertThat(store.root(image.id()).layers()).isEqualTo(layers);
    assertThat(layers.getFirst().resolve("high")).exists();
  }

  @Test
  void shortPathsLeadToTheSameLayers() throws IOException {
    Image image = load(ImageFixture.of("low", "high"), "docker.io/library/web:1");

    List<String> links = store.root(image.id()).shortLayers();

    for (int i = 0; i < links.size(); i++) {
      assertThat(links.get(i)).hasSize(18);
      assertThat(
              Files.isSameFile(
                  store.root(image.id()).folder().resolve(links.get(i)),
                  store.root(image.id()).layers().get(i)))
          .isTrue();
    }
  }

  @Test
  void aLayerThatHidesAllBelowIsTheLowestListed() {
    List<byte[]> tars =
        List.of(
            new TarBytes().file("low", "x").finished(),
            new TarBytes().file(".wh..wh..opq", "").file("middle", "x").finished(),
            new TarBytes().file("high", "x").finished());
    ImageFixture fixture = new ImageFixture(tars, ImageFixture.config("amd64", tars));

    Image image = load(fixture, "docker.io/library/web:1");

    assertThat(store.root(image.id()).layers()).hasSize(2);
    assertThat(store.root(image.id()).shortLayers()).hasSize(2);
  }

  @Test
  void aCorruptIndexIsNamed() throws IOException {
    load(ImageFixture.of("f"), "docker.io/library/web:1");
    Files.writeString(files.images().resolve("index.json"), "{\"manifests\": [");

    assertThatThrownBy(store::list)
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("index.json");
  }

  @Test
  void aDamagedConfigurationIsNoticedBeforeItsLayersAreUsed() throws IOException {
    Image image = load(ImageFixture.of("f"), "docker.io/library/web:1");
    Path config = files.images().resolve("blobs/sha256").resolve(image.id().hex());
    Files.writeString(config, Files.readString(config).replace("SIGINT", "SIGHUP"));

    assertThatThrownBy(() -> store.root(image.id()).layers())
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("does not have its digest");
  }

  @Test
  void whatAKilledImportLeftIsGoneAfterTheNextOpening() throws IOException {
    load(ImageFixture.of("f"), "docker.io/library/web:1");
    Map<Path, String> before = files.content();
    Files.createDirectories(files.images().resolve("tmp/dead"));
    Files.writeString(files.images().resolve("tmp/dead/0"), "half a blob");
    Files.createDirectories(files.layers().resolve("tmp/dead/diff/etc"));

    ImageStore.open(root);

    assertThat(files.content()).isEqualTo(before);
    assertThat(files.images().resolve("tmp")).isEmptyDirectory();
    assertThat(files.layers().resolve("tmp")).isEmptyDirectory();
  }

  private Image load(ImageFixture fixture, String name) {
    return files.load(fixture.ociArchive(name)).getFirst();
  }

  private Image importRootfs(ImageReference name, ImportOptions options) {
    return store.importRootfs(new ByteArrayInputStream(rootfs()), name, options);
  }

  private static byte[] rootfs() {
    return new TarBytes().folder("bin").file("bin/sh", "shell").finished();
  }

  private List<String> layerFolders() throws IOException {
    return StoreCase.names(files.layers()).stream().filter(name -> name.length() == 64).toList();
  }

  private static void assertNotFound(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
  }

  /** Fails where it should end. */
  private static final class BrokenStream extends FilterInputStream {
    BrokenStream(byte[] content) {
      super(new ByteArrayInputStream(content));
    }

    @Override
    public int read() throws IOException {
      return orFail(super.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return orFail(super.read(target, offset, length));
    }

    private static int orFail(int read) throws IOException {
      if (read < 0) {
        throw new IOException("connection reset");
      }
      return read;
    }
  }
}
