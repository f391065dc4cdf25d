package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.host.ProcFs;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.JpodException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are looked into on a real host. */
class ImageMountsIT {
  private static final ImageFixture WEB = ImageFixture.of("low", "high");

  @TempDir Path folder;
  private ImageStore store;
  private ImageMounts mounts;

  @BeforeEach
  void openStore() {
    StoreCase files = new StoreCase(folder.resolve("root"));
    files.load(WEB.ociArchive("localhost/web:1"));
    store = files.store();
    mounts = new ImageMounts(folder.resolve("run"));
  }

  @AfterEach
  void unmount() throws Exception {
    for (Digest id : List.copyOf(mounts.list().keySet())) {
      mounts.unmount(id);
    }
    assertThat(ProcFs.mountsBelow(folder)).isEmpty();
  }

  private Path mount(Digest id) {
    return mounts.mount(id, store.root(id));
  }

  @Test
  void theFilesOfAllLayersAreThereAndCannotBeChanged() throws Exception {
    Path place = mount(WEB.id());

    assertThat(place.resolve("low")).hasContent("content of low");
    assertThat(place.resolve("high")).hasContent("content of high");
    assertThatThrownBy(() -> Files.writeString(place.resolve("low"), "x"))
        .isInstanceOf(FileSystemException.class);
    assertThat(mounts.list()).containsOnlyKeys(WEB.id()).containsValue(place);
  }

  @Test
  void mountingTwiceIsOnceAndUnmountingTwiceToo() throws Exception {
    assertThat(mount(WEB.id())).isEqualTo(mount(WEB.id()));
    assertThat(ProcFs.mountsBelow(folder)).hasSize(1);

    assertThat(mounts.unmount(WEB.id())).isTrue();
    assertThat(mounts.unmount(WEB.id())).isFalse();
    assertThat(mounts.list()).isEmpty();
    assertThat(folder.resolve("run/image-mounts").resolve(WEB.id().hex())).doesNotExist();
  }

  @Test
  void anImageOfOneLayerAndOneOfNoneAreMountedToo() {
    ImageFixture one = ImageFixture.of("only");
    ImageFixture none = new ImageFixture(List.of(), ImageFixture.config("amd64", List.of()));
    StoreCase files = new StoreCase(folder.resolve("root"));
    files.load(one.ociArchive("localhost/one:1"));
    files.load(none.ociArchive("localhost/none:1"));

    assertThat(mount(one.id()).resolve("only")).exists();
    assertThat(mount(none.id())).isEmptyDirectory();
  }

  @Test
  void anImageOfManyLayersIsMounted() {
    String[] names = new String[100];
    for (int i = 0; i < names.length; i++) {
      names[i] = "file" + i;
    }
    ImageFixture many = ImageFixture.of(names);
    new StoreCase(folder.resolve("root")).load(many.ociArchive("localhost/many:1"));

    Path place = mount(many.id());

    assertThat(place.resolve("file0")).exists();
    assertThat(place.resolve("file99")).exists();
  }

  @Test
  void aMountThatFailsLeavesNothing() throws Exception {
    ImageConfig config = store.root(WEB.id()).config();
    ImageRoot broken =
        new ImageRoot(
            config,
            List.of(),
            store.root(WEB.id()).folder(),
            new ArrayList<>(Set.of("l/nope")),
            UnionDriver.OVERLAY);

    JpodException failure =
        catchThrowableOfType(JpodException.class, () -> mounts.mount(WEB.id(), broken));

    assertThat(failure).hasMessageContaining("mount said");
    assertThat(mounts.list()).isEmpty();
    assertThat(folder.resolve("run/image-mounts").resolve(WEB.id().hex())).doesNotExist();
  }
}
