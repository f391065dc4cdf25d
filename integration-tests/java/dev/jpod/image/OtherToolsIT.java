package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images go to and come from the tools that others use. */
class OtherToolsIT {
  private static final String NAME = "localhost/bb:1";

  @TempDir Path folder;
  private Tools tools;
  private ImageStore store;

  @BeforeEach
  void makeRootfs() throws Exception {
    tools = new Tools(folder);
    store = ImageStore.open(folder.resolve("store"));
    tools.shell(
        "mkdir -p rootfs/bin rootfs/etc && cp /bin/busybox rootfs/bin/ &&"
            + " ln -s busybox rootfs/bin/sh && echo root:x:0:0::/:/bin/sh > rootfs/etc/passwd &&"
            + " tar -C rootfs -cf rootfs.tar .");
  }

  @Test
  void skopeoReadsTheStoreAsAnImageLayout() throws Exception {
    importRootfs();

    String inspected = tools.run("skopeo", "inspect", "oci:store/images:" + NAME);

    assertThat(inspected).contains("\"Architecture\": \"amd64\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-archive:a.tar:" + NAME, "oci-archive:a.tar:" + NAME})
  void anImageSurvivesTheWayThroughSkopeo(String destination) throws Exception {
    Image image = importRootfs();
    tools.run("skopeo", "copy", "-q", "oci:store/images:" + NAME, destination);
    ImageStore other = ImageStore.open(folder.resolve("other"));

    List<Image> loaded = other.load(folder.resolve("a.tar"));

    assertThat(loaded).extracting(Image::id).containsExactly(image.id());
    assertThat(loaded.getFirst().references()).containsExactly(ImageReference.of(NAME));
    assertThat(other.root(image.id()).layers().getFirst().resolve("bin/sh")).exists();
  }

  @Test
  void anImageLayoutOfSkopeoIsLoadedFromItsFolder() throws Exception {
    Image image = importRootfs();
    tools.run("skopeo", "copy", "-q", "oci:store/images:" + NAME, "oci:layout:" + NAME);
    ImageStore other = ImageStore.open(folder.resolve("other"));

    assertThat(other.load(folder.resolve("layout"))).extracting(Image::id).contains(image.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-archive", "oci-archive"})
  @NeedsRoot("podman's locks of root")
  void whatBuildahBuildsAndPodmanSavesIsLoaded(String format) throws Exception {
    String podman = "--root p/root --runroot p/run --storage-driver vfs";
    String buildah = podman;
    tools.shell(
        """
        c=$(buildah %1$s from scratch)
        buildah %1$s add -q $c rootfs.tar /
        buildah %1$s config --cmd '["sh"]' --env A=b --workingdir /srv $c
        buildah %1$s commit -q $c localhost/one:1
        buildah %1$s copy -q $c rootfs.tar /second-layer
        buildah %1$s commit -q $c localhost/two:1
        podman %2$s save -q --format %3$s -o saved.tar localhost/two:1
        podman %2$s inspect --format '{{.Id}}' localhost/two:1 > id
        """
            .formatted(buildah, podman, format));

    Image image = store.load(folder.resolve("saved.tar")).getFirst();

    assertThat(image.id().hex()).isEqualTo(Files.readString(folder.resolve("id")).strip());
    assertThat(image.references()).containsExactly(ImageReference.of("localhost/two:1"));
    assertThat(image.config().cmd()).containsExactly("sh");
    assertThat(image.config().env()).contains("A=b");
    assertThat(image.config().workingDir()).isEqualTo("/srv");
    assertThat(store.resolve("two:1")).contains(image);
  }

  private Image importRootfs() throws IOException {
    try (InputStream tar = Files.newInputStream(folder.resolve("rootfs.tar"))) {
      return store.importRootfs(tar, ImageReference.of(NAME), ImportOptions.at(Instant.EPOCH));
    }
  }
}
