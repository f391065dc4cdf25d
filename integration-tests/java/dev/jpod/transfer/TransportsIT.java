package dev.jpod.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.image.Image;
import dev.jpod.image.ImageGate;
import dev.jpod.image.ImageStore;
import dev.jpod.image.Platform;
import dev.jpod.image.Tools;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images go by files and folders to the tools that others use, and come back. */
class TransportsIT {
  private static final String NAME = "localhost/bb:1";
  private static final String SOURCE = "dir:source";

  @TempDir Path folder;
  private Tools tools;
  private ImageStore store;

  /** Two layers: gzip as buildah packs them. */
  @BeforeEach
  void build() throws Exception {
    tools = new Tools(folder);
    store = ImageStore.open(folder.resolve("store"));
    tools.shell(
        """
        mkdir -p rootfs/bin && cp /bin/busybox rootfs/bin/ && tar -C rootfs -cf rootfs.tar .
        buildah="buildah --root p/root --runroot p/run --storage-driver vfs"
        c=$($buildah from scratch)
        $buildah add -q $c rootfs.tar /
        $buildah config --cmd '["/bin/busybox","true"]' $c
        $buildah commit -q $c localhost/one:1
        c=$($buildah from localhost/one:1)
        $buildah copy -q $c rootfs.tar /second-layer
        $buildah commit -q --format oci $c localhost/two:1
        $buildah push -q localhost/two:1 %s
        $buildah rm -a >/dev/null && $buildah rmi -a -f >/dev/null
        """
            .formatted(SOURCE));
  }

  private Image pull(ImageStore into, String place, ImageReference... names) {
    return Transports.pull(
        (Location.Local) Location.of(place, folder),
        into,
        new Arriving(List.of(names), Platform.ofHost(), ImageGate.OPEN),
        TransferListener.SILENT);
  }

  private void save(String image, String place, String... names) {
    try (ImageStore.Hold _ = store.hold()) {
      Departures.save(
          List.of(new Departing(store.content(image), List.of(names))),
          (Location.Local) Location.of(place, folder),
          Existing.REFUSED,
          TransferListener.SILENT);
    }
  }

  private String digest(String place) throws Exception {
    return tools.run("skopeo", "inspect", "--format", "{{.Digest}}", place).strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:l:x", "oci-archive:a.tar:x", "dir:d"})
  void skopeoReadsTheSameDigestFromWhatJpodWrote(String place) throws Exception {
    Image image = pull(store, SOURCE);

    save(image.id().value(), place, place.endsWith(":x") ? new String[] {"x"} : new String[0]);

    assertThat(digest(place)).isEqualTo(digest(SOURCE)).isEqualTo(image.manifestDigest().value());
    tools.run("skopeo", "copy", "-q", place, "dir:copy");
    assertThat(pull(ImageStore.open(folder.resolve("other")), "dir:copy").id())
        .isEqualTo(image.id());
  }

  @Test
  void skopeoReadsTheSameConfigurationFromADockerArchive() throws Exception {
    Image image = pull(store, SOURCE, ImageReference.of(NAME));

    save(NAME, "docker-archive:a.tar", NAME);

    tools.run("skopeo", "copy", "-q", "docker-archive:a.tar:" + NAME, "oci:copy:x");
    assertThat(pull(ImageStore.open(folder.resolve("other")), "oci:copy:x").id())
        .isEqualTo(image.id());
    assertThat(tools.run("tar", "tvf", "a.tar")).contains("manifest.json");
  }

  @ParameterizedTest
  @CsvSource({
    "oci:l:localhost/bb:1, oci:l:localhost/bb:1, localhost/bb:1",
    "oci:web:1.0, oci:web:1.0, localhost/web:1.0",
    "oci-archive:a.tar:localhost/bb:1, oci-archive:a.tar, localhost/bb:1",
    "docker-archive:a.tar:localhost/bb:1, docker-archive:a.tar, localhost/bb:1"
  })
  void jpodReadsWhatSkopeoWrote(String written, String read, String name) throws Exception {
    Image original = pull(ImageStore.open(folder.resolve("other")), SOURCE);
    tools.run("skopeo", "copy", "-q", SOURCE, written);

    Image image = pull(store, read);

    assertThat(image.id()).isEqualTo(original.id());
    assertThat(image.references()).containsExactly(ImageReference.of(name));
    assertThat(store.root(image.id()).layers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2s2", "oci"})
  void bothFormsOfManifestsKeepTheirDigests(String format) throws Exception {
    tools.run("skopeo", "copy", "-q", "--format", format, SOURCE, "dir:formed");

    Image image = pull(store, "dir:formed");
    save(image.id().value(), "dir:back");

    assertThat(digest("dir:back")).isEqualTo(digest("dir:formed"));
    assertThat(folder.resolve("back/manifest.json"))
        .hasSameBinaryContentAs(folder.resolve("formed/manifest.json"));
  }

  @Test
  void inALayoutSkopeoFindsAnImageOfDockersForm() throws Exception {
    tools.run("skopeo", "copy", "-q", "--format", "v2s2", SOURCE, "dir:formed");
    Image image = pull(store, "dir:formed");

    save(image.id().value(), "oci:layout:x", "x");

    tools.run("skopeo", "copy", "-q", "oci:layout:x", "dir:copy");
    Image back = pull(ImageStore.open(folder.resolve("other")), "dir:copy");
    assertThat(back.id()).isEqualTo(image.id());
    assertThat(back.manifestDigest()).isNotEqualTo(image.manifestDigest());
  }

  @Test
  void zstdLayersAreReadAndUnpackedForADockerArchive() throws Exception {
    tools.run(
        "skopeo",
        "copy",
        "-q",
        "--dest-compress-format",
        "zstd",
        "--dest-compress",
        SOURCE,
        "dir:zstd");

    Image image = pull(store, "dir:zstd");
    save(image.id().value(), "docker-archive:a.tar", NAME);

    assertThat(tools.run("skopeo", "inspect", "docker-archive:a.tar")).contains("\"Architecture\"");
  }

  @Test
  void skopeoAndJpodWriteIntoOneLayout() throws Exception {
    Image image = pull(store, SOURCE);
    tools.run("skopeo", "copy", "-q", SOURCE, "oci:l:first");
    save(image.id().value(), "oci:l:second", "second");
    tools.run("skopeo", "copy", "-q", SOURCE, "oci:l:third");

    for (String name : List.of("first", "second", "third")) {
      assertThat(digest("oci:l:" + name)).as(name).isEqualTo(image.manifestDigest().value());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"oci:full/l", "dir:full/d", "oci-archive:full/a", "docker-archive:full/a"})
  void aFullDiskLeavesNothingBehind(String place) throws Exception {
    Image image = pull(store, SOURCE);
    Files.createDirectory(folder.resolve("full"));
    tools.run("mount", "-t", "tmpfs", "-o", "size=1m", "none", "full");
    try {
      JpodException failure =
          catchThrowableOfType(JpodException.class, () -> save(image.id().value(), place));

      assertThat(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT))
          .contains("no space left");
      assertThat(failure.hint()).contains("free space");
      assertThat(folder.resolve("full")).isEmptyDirectory();
    } finally {
      tools.run("umount", "full");
    }
  }

  @Test
  void aPullIntoAFullDiskIsRefusedAndTheNextOneWorks() throws Exception {
    Files.createDirectory(folder.resolve("full"));
    tools.run("mount", "-t", "tmpfs", "-o", "size=2m", "none", "full");
    try {
      ImageStore small = ImageStore.open(folder.resolve("full/store"));
      JpodException failure = catchThrowableOfType(JpodException.class, () -> pull(small, SOURCE));

      assertThat(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT))
          .contains("no space left");
      assertThat(small.list()).isEmpty();
      tools.run("mount", "-o", "remount,size=50m", "full");
      assertThat(pull(small, SOURCE).references()).isEmpty();
    } finally {
      tools.run("umount", "full");
    }
  }
}
