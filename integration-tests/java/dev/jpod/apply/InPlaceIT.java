package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.DiskUsage;
import dev.jpod.host.Mounts;
import dev.jpod.host.StreamDigest;
import dev.jpod.image.Descriptor;
import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.image.StoredContent;
import dev.jpod.model.Digest;
import dev.jpod.podman.ContainersStorage;
import dev.jpod.podman.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of a real store of Buildah, used where they are. */
class InPlaceIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          image: localhost/in-place:1
          command: [sleep, "1000"]
          stopSignal: KILL
      """;

  private ImageStore images;

  @BeforeEach
  void openImages() {
    images = ImageStore.open(store.layout().root());
  }

  @AfterEach
  void unmountWhatBuildahHasMounted() throws IOException {
    Mounts.detachBelow(store.folder().resolve("podman"));
  }

  private BuildahStore buildah(Driver driver) throws Exception {
    BuildahStore buildah = new BuildahStore(store, driver);
    buildah.build();
    return buildah;
  }

  @ParameterizedTest
  @EnumSource(Driver.class)
  void aContainerRunsFromTheFilesThatBuildahHas(Driver driver) throws Exception {
    BuildahStore buildah = buildah(driver);
    long before = DiskUsage.of(store.layout().root());

    Image image = buildah.take(BuildahStore.IMAGE, images);
    assertThat(DiskUsage.of(store.layout().root()) - before).isLessThan(16 * 1024);
    store.apply(STACK).well();

    assertThat(buildah.shell("buildah OPTIONS images --no-trunc -q")).contains(image.id().value());
    assertThat(store.sh("shop-web-0", "cat /etc/mark").well().out()).isEqualTo("in place");
    String inode = store.sh("shop-web-0", "ls -i /bin/busybox").well().out().split(" +", 2)[0];
    assertThat(buildah.having("bin/busybox"))
        .anySatisfy(
            file -> assertThat(Files.getAttribute(file, "unix:ino").toString()).isEqualTo(inode));
    assertThat(
            store.sh("shop-web-0", "cd /srv && ls && ls folder && cat kept hard soft").well().out())
        .isEqualTo("folder\nhard\nkept\nodd?name\nold\nsoft\nnew\nkept\nnew\nnew\n");
    store.staysAsItIs(STACK);
  }

  @ParameterizedTest
  @EnumSource(Driver.class)
  void removingItLeavesBuildahsStoreAsItWas(Driver driver) throws Exception {
    BuildahStore buildah = buildah(driver);
    Map<String, String> before = buildah.files();

    buildah.take(BuildahStore.IMAGE, images);
    store.apply(STACK).well();
    store.sh("shop-web-0", "rm /srv/kept; echo changed > /etc/mark").well();
    store.jpod("destroy", "shop").well();
    store.jpod("image", "rm", BuildahStore.IMAGE).well();

    assertThat(buildah.files()).isEqualTo(before);
    assertThat(store.jpod("images").well().out()).doesNotContain("in-place");
    String container = buildah.shell("buildah OPTIONS from " + BuildahStore.IMAGE);
    assertThat(buildah.shell("cat $(buildah OPTIONS mount " + container + ")/etc/mark"))
        .isEqualTo("in place");
    buildah.shell("buildah OPTIONS rm " + container);
  }

  @Test
  void whatBuildahHasRemovedIsNotStarted() throws Exception {
    BuildahStore buildah = buildah(Driver.OVERLAY);
    buildah.take(BuildahStore.IMAGE, images);
    store.apply(STACK).well();
    store.jpod("stop", "shop-web-0").well();
    buildah.shell("buildah OPTIONS rmi " + BuildahStore.IMAGE);
    String gone =
        "was used in place from the store '"
            + buildah.place()
            + "', which does not have its layers";

    assertThat(store.jpod("start", "shop-web-0").refusing(125).err())
        .contains("container 'shop-web-0' could not be started: the image '" + BuildahStore.IMAGE)
        .contains(gone)
        .contains("hint: make or pull it there again");
    assertThat(store.apply(STACK.replace("shop", "other")).refusing(1).err())
        .contains("the image '" + BuildahStore.IMAGE + "' " + gone);
    assertThat(store.containers()).containsOnlyKeys("shop-web-0");
    store.jpod("images").well();
    store.jpod("image", "rm", "--force", BuildahStore.IMAGE).well();
  }

  @Test
  void theContentHasTheDigestsOfItsManifest() throws Exception {
    BuildahStore buildah = buildah(Driver.OVERLAY);
    Image image = buildah.take(BuildahStore.IMAGE, images);

    StoredContent content = images.content(image.id().value());

    assertThat(content.isVerbatim()).isTrue();
    assertThat(content.carriable()).isSameAs(content);
    assertThat(content.manifest().layers()).hasSize(2);
    hasItsDigests(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dest-compress-format gzip", "--dest-compress-format zstd"})
  void whatWasPulledCompressedIsCarriedAsPlainLayers(String compression) throws Exception {
    BuildahStore buildah = buildah(Driver.OVERLAY);
    buildah.shell(
        "skopeo copy -q --dest-compress %s '%s%s' oci:packed:1 && skopeo copy -q oci:packed:1 '%s%s'"
            .formatted(
                compression,
                buildah.transport(),
                BuildahStore.IMAGE,
                buildah.transport(),
                "example.com/pulled:1"));
    buildah.shell("buildah OPTIONS rmi localhost/in-place:1");
    Image image = buildah.take("example.com/pulled:1", images);
    StoredContent content = images.content("example.com/pulled:1");

    assertThat(content.isVerbatim()).isFalse();
    assertThatThrownBy(() -> content.open(content.manifest().layers().getFirst()))
        .hasMessageContaining("is only there unpacked");
    StoredContent carriable = content.carriable();
    assertThat(carriable.descriptor().digest()).isNotEqualTo(image.manifestDigest());
    assertThat(carriable.manifest().config()).isEqualTo(content.manifest().config());
    assertThat(carriable.manifest().layers())
        .extracting(Descriptor::digest)
        .isEqualTo(content.settings().diffIds());
    hasItsDigests(carriable);
  }

  @Test
  void aLayerThatJpodHasItselfIsUsedInsteadOfTheLentOne() throws Exception {
    BuildahStore buildah = buildah(Driver.OVERLAY);
    buildah.shell(
        "skopeo copy -q '%s%s' oci-archive:own.tar:%s"
            .formatted(buildah.transport(), "localhost/lower:1", "localhost/lower:1"));
    Image own = images.load(store.folder().resolve("own.tar")).getFirst();

    Image image = buildah.take(BuildahStore.IMAGE, images);

    List<Path> layers = images.root(image.id()).layers();
    assertThat(layers.getFirst()).startsWith(buildah.root());
    assertThat(layers.subList(1, layers.size())).isEqualTo(images.root(own.id()).layers());
    assertThat(layers.getLast()).startsWith(store.layout().layers());
    hasItsDigests(images.content(BuildahStore.IMAGE));
  }

  @Test
  void aLentLayerGivesWayToOneThatJpodHasLoaded() throws Exception {
    BuildahStore buildah = buildah(Driver.OVERLAY);
    Image image = buildah.take(BuildahStore.IMAGE, images);
    assertThat(images.root(image.id()).layers())
        .allSatisfy(layer -> assertThat(layer).startsWith(buildah.root()));
    buildah.shell(
        "skopeo copy -q '%s%s' oci-archive:own.tar:localhost/own:1"
            .formatted(buildah.transport(), BuildahStore.IMAGE));

    images.load(store.folder().resolve("own.tar"));
    buildah.shell("buildah OPTIONS rmi " + BuildahStore.IMAGE + " localhost/lower:1");

    store.apply(STACK).well();
    assertThat(store.sh("shop-web-0", "cat /etc/mark").well().out()).isEqualTo("in place");
  }

  @Test
  void buildahWaitsWhileItsStoreIsRead() throws Exception {
    BuildahStore buildah = buildah(Driver.OVERLAY);
    Process removal;
    try (var _ = ContainersStorage.open(buildah.place())) {
      removal =
          store.begin(
              List.of(
                  "buildah",
                  "--root",
                  buildah.root().toString(),
                  "--runroot",
                  store.folder().resolve("podman/run").toString(),
                  "rmi",
                  BuildahStore.IMAGE));
      assertThat(removal.waitFor(1, TimeUnit.SECONDS)).isFalse();
    }
    Result.of(removal).well();
  }

  private static void hasItsDigests(StoredContent content) throws IOException {
    for (Descriptor layer : content.manifest().layers()) {
      try (InputStream in = content.open(layer);
          StreamDigest digest = StreamDigest.sha256()) {
        byte[] bytes = new byte[64 * 1024];
        long size = 0;
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          digest.update(bytes, 0, count);
          size += count;
        }
        assertThat(Digest.sha256(digest.hex())).isEqualTo(layer.digest());
        assertThat(size).isEqualTo(layer.size());
      }
    }
  }
}
