package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.host.FileTree;
import dev.jpod.host.ProcessRunner;
import dev.jpod.image.Image;
import dev.jpod.image.ImageNeeds;
import dev.jpod.image.ImageRoot;
import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.image.RemovalMode;
import dev.jpod.image.StoreUsage;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.podman.Driver;
import dev.jpod.podman.StorageFixture;
import dev.jpod.podman.StorageFixture.Stored;
import dev.jpod.podman.StorageSettings;
import dev.jpod.trust.Gatekeeper;
import dev.jpod.trust.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InPlaceTests {
  private static final String NAME = "localhost/web:1";

  @TempDir Path folder;
  private StorageFixture podman;
  private Stored web;
  private ImageStore store;

  @BeforeEach
  void makeStores() throws IOException {
    makePodman(Driver.OVERLAY);
    store = ImageStore.open(folder.resolve("jpod"));
  }

  private void makePodman(Driver driver) throws IOException {
    podman = new StorageFixture(folder.resolve("storage-" + driver.word()), driver);
    web = podman.image(NAME, "lower", "upper");
  }

  private Image take(String name) {
    return take(name, Policy.NONE);
  }

  private Image take(String name, Policy policy) {
    return new InPlace(new Gatekeeper(policy, new ProcessRunner()))
        .take(podman.place(), name, store);
  }

  /** All that lies in a folder, links with their targets. */
  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        found.put(
            folder.relativize(path).toString(),
            Files.isSymbolicLink(path)
                ? Files.readSymbolicLink(path).toString()
                : regular ? StorageFixture.digest(Files.readAllBytes(path)).value() : "");
      }
    }
    return found;
  }

  @Test
  void anImageIsMountedFromTheFoldersThatPodmanHas() throws IOException {
    Image image = take("web:1");

    assertThat(image.id()).isEqualTo(web.id());
    assertThat(image.manifestDigest()).isEqualTo(web.manifest());
    assertThat(image.references()).containsExactly(ImageReference.of(NAME));
    assertThat(store.list()).containsExactly(image);
    ImageRoot root = store.root(image.id());
    assertThat(root.layers()).containsExactly(podman.files(1), podman.files(0));
    assertThat(root.shortLayers())
        .hasSize(2)
        .allSatisfy(link -> assertThat(link).hasSizeLessThan(20));
    assertThat(root.folder().resolve(root.shortLayers().getFirst()).toRealPath())
        .isEqualTo(podman.files(1).toRealPath());
    assertThat(take("web:1")).isEqualTo(image);
  }

  @Test
  void thePlaceThatAPersonNamesSaysWhichStore() {
    InPlace inPlace = new InPlace(new Gatekeeper(Policy.NONE, new ProcessRunner()));
    StorageSettings hosts = new StorageSettings("vfs", folder.resolve("nothing"));
    String named = "containers-storage:" + podman.place() + NAME;
    Location.Storage whole = (Location.Storage) Location.of(named, folder);
    Location.Storage bare = (Location.Storage) Location.of("containers-storage:web:1", folder);

    assertThat(inPlace.take(whole, hosts, store).id()).isEqualTo(web.id());
    assertThatThrownBy(() -> inPlace.take(bare, hosts, store))
        .hasMessageContaining("there is no image store of Podman or Buildah in '" + hosts.root());
    StorageSettings others = new StorageSettings(null, podman.place().root());
    assertThat(inPlace.take(bare, others, store).id()).isEqualTo(web.id());
  }

  @Test
  void theHighestFolderOfVfsHasEverything() throws IOException {
    makePodman(Driver.VFS);

    Image image = take(NAME);

    assertThat(store.root(image.id()).layers()).containsExactly(podman.files(1));
    assertThat(podman.files(1)).isDirectoryContaining("glob:**lower");
  }

  @Test
  void anImageThatWasAskedForByItsIdHasAllItsNames() throws IOException {
    web.record().withArray("names").add("example.com/other:2").add("not a name");
    podman.write();

    assertThat(take(web.id().hex()).references())
        .containsExactly(ImageReference.of(NAME), ImageReference.of("example.com/other:2"));
  }

  @Test
  void theIndexThatLedToAnImageNamesIt() throws IOException {
    String entry =
        "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"%s\",\"size\":1}";
    podman.add(web, index(entry.formatted("sha256:" + "e".repeat(64))));
    var index = podman.add(web, index(entry.formatted(web.manifest())));

    assertThat(take(NAME).index()).isEqualTo(index);
    assertThat(store.resolve("localhost/web@" + index)).isPresent();
  }

  private static byte[] index(String entry) {
    return ("{\"schemaVersion\":2,\"manifests\":[" + entry + "]}").getBytes(UTF_8);
  }

  @Test
  void aListOfPlatformsIsNoImage() throws IOException {
    Files.write(web.document("manifest"), index(""));

    assertThatThrownBy(() -> take(NAME)).hasMessageContaining("a list of images");
  }

  @Test
  void removingItTouchesNothingOfPodmans() throws IOException {
    Map<String, String> before = files(podman.place().root());
    Image image = take(NAME);
    store.root(image.id());

    store.remove(NAME, () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED);
    store.prune(() -> ImageNeeds.NONE, _ -> true, Instant.MAX);

    assertThat(files(podman.place().root())).isEqualTo(before);
    assertThat(files(folder.resolve("jpod/layers")).keySet())
        .containsExactlyInAnyOrder("", "l", "lock", "tmp");
  }

  @Test
  void itsLayersTakeNothingOnTheDisk() throws IOException {
    Files.write(podman.files(0).resolve("large"), new byte[1 << 20]);

    take(NAME);

    StoreUsage usage = store.usage(ImageNeeds.NONE, Instant.MAX);
    assertThat(usage.total()).isBetween(1L, 4096L);
    assertThat(usage.images()).hasSize(1);
  }

  @Test
  void aPolicyIsAskedFirst() throws IOException {
    take(NAME);
    store.remove(NAME, () -> ImageNeeds.NONE, RemovalMode.ONLY_IF_UNUSED);
    Map<String, String> before = files(folder.resolve("jpod"));
    Path file =
        Files.writeString(
            folder.resolve("policy.json"),
            """
            {"default": [{"type": "insecureAcceptAnything"}],
             "transports": {"containers-storage": {"%slocalhost/web": [{"type": "reject"}]}}}
            """
                .formatted(podman.place()));

    assertThatThrownBy(() -> take(NAME, Policy.read(file)))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("'containers-storage:localhost/web:1' is refused by");
    assertThat(files(folder.resolve("jpod"))).isEqualTo(before);
  }

  @Test
  void layersThatAreNotThoseOfTheConfigurationAreRefused() throws IOException {
    podman.layer(0).put("diff-digest", "sha256:" + "a".repeat(64));
    podman.write();
    assertThat(refusal().getMessage()).contains("are not those of its configuration");

    podman.layer(1).put("parent", "");
    podman.write();
    assertThat(refusal().getMessage()).contains("are not those of its configuration");

    web.record().put("layer", "");
    podman.write();
    assertThat(refusal().getMessage()).contains("are not those of its configuration");
    assertThat(store.list()).isEmpty();
  }

  private JpodException refusal() {
    JpodException refusal = catchThrowableOfType(JpodException.class, () -> take(NAME));
    assertThat(refusal).isNotNull();
    assertThat(refusal.failure()).isEqualTo(Failure.REFUSED);
    return refusal;
  }

  @Test
  void whatPodmanHasRemovedIsNotThereAndSaysSo() throws IOException {
    Image image = take(NAME);
    FileTree.delete(podman.files(0));
    String told =
        "the image '%s' was used in place from the store '%s', which does not have its layers any more"
            .formatted(NAME, podman.place());

    assertThat(store.resolve(NAME)).isEmpty();
    assertThatThrownBy(() -> store.root(image.id())).hasMessage(told);
    StoreCatalog catalog = new StoreCatalog(store);
    for (PullPolicy policy : PullPolicy.values()) {
      assertThatThrownBy(() -> catalog.resolve(ImageReference.of(NAME), policy)).hasMessage(told);
    }
    assertThat(store.list()).hasSize(1);
    store.tag(NAME, ImageReference.of("localhost/more:1"));
    store.remove(image.id().value(), () -> ImageNeeds.NONE, RemovalMode.FORCED);
    assertThat(store.list()).isEmpty();
  }

  @Test
  void whatPodmanHasAgainIsTakenAgain() throws IOException {
    Image image = take(NAME);
    FileTree.delete(podman.place().root());
    makePodman(Driver.VFS);

    assertThat(take(NAME)).isEqualTo(image);
    assertThat(store.resolve(NAME)).isPresent();
    assertThat(store.root(image.id()).layers()).containsExactly(podman.files(1));
  }

  @Test
  void aLinkThatAPowerCutMayHaveSparedIsMadeAnew() throws IOException {
    Image image = take(NAME);
    Path layers = folder.resolve("jpod/layers");
    try (Stream<Path> all = Files.list(layers)) {
      for (Path layer : all.filter(l -> Files.isSymbolicLink(l.resolve("diff"))).toList()) {
        Files.writeString(layer.resolve("unsettled"), "another boot");
        Files.delete(layer.resolve("packing"));
      }
    }

    assertThat(take(NAME)).isEqualTo(image);
    assertThat(files(layers).keySet()).noneMatch(name -> name.endsWith("unsettled"));
    assertThat(tar(image, 0)).isEqualTo(StorageFixture.tar("lower"));
  }

  private byte[] tar(Image image, int layer) throws IOException {
    var content = store.content(image.id().value());
    try (var in = content.open(content.manifest().layers().get(layer))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(Driver.class)
  void itsLayersAreTheTarsThatTheyWere(Driver driver) throws IOException {
    makePodman(driver);

    Image image = take(NAME);

    assertThat(store.content(NAME).isVerbatim()).isTrue();
    assertThat(tar(image, 0)).isEqualTo(StorageFixture.tar("lower"));
    assertThat(tar(image, 1)).isEqualTo(StorageFixture.tar("upper"));
  }

  @Test
  void filesThatHaveChangedAreNoticed() throws IOException {
    Image image = take(NAME);
    Path file = podman.files(0).resolve("lower");

    Files.writeString(file, "Content of lower");
    assertThatThrownBy(() -> tar(image, 0)).hasMessageContaining("are not what they were");
    Files.writeString(file, "short");
    assertThatThrownBy(() -> tar(image, 0)).hasMessage("its file 'lower' is shorter than it was");
    Files.delete(file);
    assertThatThrownBy(() -> tar(image, 0)).hasMessage("its file 'lower' is gone");
    Files.createSymbolicLink(file, folder.resolve("jpod/images/index.json"));
    assertThatThrownBy(() -> tar(image, 0)).hasMessage("its file 'lower' is gone");
    Files.delete(podman.packing(0));
    assertThatThrownBy(() -> tar(image, 0)).hasMessageContaining("does not have its layers");
  }

  @Test
  void hostileAccountsOfATarAreRefused() throws IOException {
    Image image = take(NAME);
    Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(podman.files(0).resolve("out"), folder);

    for (String account :
        List.of(
            StorageFixture.entry("../../../../secret", 6),
            StorageFixture.entry("out/secret", 6),
            StorageFixture.entry(folder.resolve("secret").toString(), 6),
            StorageFixture.entry("", 6),
            StorageFixture.entry("lower", -1),
            "{\"type\":3}\n",
            "{\"type\":2,\"payload\":\"!\"}\n",
            "{\"type\":2,\n",
            "[]\n",
            "")) {
      Files.write(podman.packing(0), StorageFixture.gzip(account));
      assertThatThrownBy(() -> tar(image, 0)).as(account).isInstanceOf(IOException.class);
    }
    Files.writeString(podman.packing(0), "no gzip");
    assertThatThrownBy(() -> tar(image, 0)).isInstanceOf(IOException.class);
  }

  @Test
  void aCompressedLayerIsCarriedAsAPlainOne() throws IOException {
    String gzipped = "sha256:" + "c".repeat(64);
    String manifest =
        Files.readString(web.document("manifest"))
            .replace(StorageFixture.digest(StorageFixture.tar("upper")).value(), gzipped)
            .replaceFirst("(c{64}\",\"size\":)[0-9]+", "$177")
            .replaceAll("layer.v1.tar(?=\",\"digest\":\"sha256:c)", "layer.v1.tar+gzip");
    Files.writeString(web.document("manifest"), manifest);

    Image image = take(NAME);
    var content = store.content(NAME);

    assertThat(content.isVerbatim()).isFalse();
    assertThatThrownBy(() -> tar(image, 1))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("is only there unpacked");
    var carriable = content.carriable();
    assertThat(carriable.isVerbatim()).isTrue();
    assertThat(carriable.manifest().config()).isEqualTo(content.manifest().config());
    assertThat(StorageFixture.digest(carriable.manifestBytes()))
        .isEqualTo(carriable.descriptor().digest())
        .isNotEqualTo(image.manifestDigest());
    var upper = carriable.manifest().layers().get(1);
    assertThat(upper.mediaType()).isEqualTo("application/vnd.oci.image.layer.v1.tar");
    assertThat(upper.size()).isEqualTo(StorageFixture.tar("upper").length);
    try (var in = carriable.open(upper)) {
      assertThat(in.readAllBytes()).isEqualTo(StorageFixture.tar("upper"));
    }
  }

  @Test
  void aLayerOfJpodsOwnTakesThePlaceOfALentOne() throws IOException {
    Image image = take(NAME);
    Image own =
        store.importRootfs(
            new ByteArrayInputStream(StorageFixture.tar("lower")),
            ImageReference.of("own:1"),
            ImportOptions.at(Instant.EPOCH));

    List<Path> layers = store.root(image.id()).layers();

    assertThat(layers).containsExactly(podman.files(1), store.root(own.id()).layers().getFirst());
    assertThat(layers.getLast()).startsWith(folder.resolve("jpod"));
    FileTree.delete(podman.files(0));
    assertThat(tar(image, 0)).isEqualTo(StorageFixture.tar("lower"));
    assertThat(store.resolve(NAME)).isPresent();
  }

  @Test
  void aLayerOfJpodsOwnIsUsedInsteadOfALentOne() throws IOException {
    store.importRootfs(
        new ByteArrayInputStream(StorageFixture.tar("lower")),
        ImageReference.of("own:1"),
        ImportOptions.at(Instant.EPOCH));

    Image image = take(NAME);

    assertThat(store.root(image.id()).layers().getLast()).startsWith(folder.resolve("jpod"));
    assertThat(tar(image, 0)).isEqualTo(StorageFixture.tar("lower"));
  }
}
