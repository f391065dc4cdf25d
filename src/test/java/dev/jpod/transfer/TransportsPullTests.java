package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.image.Image;
import dev.jpod.image.ImageFixture;
import dev.jpod.image.ImageGate;
import dev.jpod.image.Platform;
import dev.jpod.image.StoreCase;
import dev.jpod.image.TarBytes;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images come in from folders and archives, good and hostile ones. */
class TransportsPullTests {
  private static final ImageFixture WEB = ImageFixture.of("low", "high");
  private static final ImageFixture OTHER = ImageFixture.of("other");

  @TempDir Path folder;
  private StoreCase files;

  @BeforeEach
  void openStore() {
    files = new StoreCase(folder.resolve("store"));
  }

  private ImageFolder made(String name) throws IOException {
    return new ImageFolder(folder.resolve(name));
  }

  private Image pull(String place, ImageReference... names) {
    return pull(place, Platform.ofHost(), ImageGate.OPEN, names);
  }

  private Image pull(String place, Platform platform, ImageGate gate, ImageReference... names) {
    return Transports.pull(
        (Location.Local) Location.of(place, folder),
        files.store(),
        new Arriving(List.of(names), platform, gate),
        TransferListener.SILENT);
  }

  /** How a pull is refused; checks that the store stays as it was. */
  private JpodException refusal(String place) throws IOException {
    files.store().list();
    Map<Path, String> before = files.content();
    JpodException refusal = catchThrowableOfType(JpodException.class, () -> pull(place));
    assertThat(refusal).isNotNull();
    assertThat(files.content()).isEqualTo(before);
    return refusal;
  }

  @Test
  void anImageOfALayoutKeepsItsDigestAndIsUnpacked() throws IOException {
    made("l").named(WEB, "localhost/web:1");

    Image image = pull("oci:l:localhost/web:1");

    assertThat(image.id()).isEqualTo(WEB.id());
    assertThat(image.manifestDigest()).isEqualTo(ImageFolder.digest(WEB.manifest()));
    assertThat(image.references()).containsExactly(ImageReference.of("localhost/web:1"));
    assertThat(files.store().root(image.id()).layers().getFirst().resolve("high")).exists();
  }

  @Test
  void aBareTagIsATagOfTheFoldersName() throws IOException {
    made("shop").named(WEB, "1.0");

    assertThat(pull("oci:shop:1.0").references())
        .containsExactly(ImageReference.of("localhost/shop:1.0"));
    assertThat(pull("oci:shop").references())
        .containsExactly(ImageReference.of("localhost/shop:1.0"));
  }

  @Test
  void theNamesThatTheCallerGivesTakePrecedence() throws IOException {
    made("l").named(WEB, "localhost/web:1");
    ImageReference own = ImageReference.of("localhost/own:1");

    assertThat(pull("oci:l", own).references()).containsExactly(own);
  }

  @Test
  void ofSeveralImagesOneHasToBeNamed() throws IOException {
    made("l").named(WEB, "localhost/web:1").named(OTHER, "localhost/other:1");

    JpodException refusal = refusal("oci:l");

    assertThat(refusal.failure()).isEqualTo(Failure.USAGE);
    assertThat(refusal.hint()).contains("'localhost/other:1', 'localhost/web:1'");
    assertThat(pull("oci:l:localhost/other:1").id()).isEqualTo(OTHER.id());
    assertThat(pull("oci:l:@0").id()).isEqualTo(WEB.id());
    assertThat(refusal("oci:l:nope").failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(refusal("oci:l:@2").failure()).isEqualTo(Failure.NOT_FOUND);
  }

  @Test
  void ofAnIndexThePlatformIsTakenThatWasAskedFor() throws IOException {
    ImageFixture foreign = ImageFixture.of("s390x", new String[] {"foreign"});
    byte[] index =
        ImageFolder.index(
            List.of(
                ImageFolder.descriptor(
                    ImageFolder.OCI_MANIFEST, foreign.manifest(), ImageFolder.platform("s390x")),
                ImageFolder.descriptor(
                    ImageFolder.OCI_MANIFEST,
                    WEB.manifest(),
                    ImageFolder.platform(Platform.ofHost().architecture()))));
    ImageFolder layout = made("l").blobs(WEB).blobs(foreign);
    Digest digest = layout.blob(index);
    layout.entry(ImageFolder.OCI_INDEX, index, "");

    assertThat(pull("oci:l").id()).isEqualTo(WEB.id());
    assertThat(pull("oci:l").index()).isEqualTo(digest);
    Image other = pull("oci:l", Platform.of("linux/s390x"), ImageGate.OPEN);
    assertThat(other.id()).isEqualTo(foreign.id());
    assertThat(
            catchThrowableOfType(
                JpodException.class,
                () -> pull("oci:l", Platform.of("linux/ppc64le"), ImageGate.OPEN)))
        .hasMessageContaining("has no image for linux/ppc64le");
  }

  @Test
  void aFolderOfFilesIsAnImageWithoutAName() throws IOException {
    made("d").dir(WEB);

    Image image = pull("dir:d");

    assertThat(image.id()).isEqualTo(WEB.id());
    assertThat(image.manifestDigest()).isEqualTo(ImageFolder.digest(WEB.manifest()));
    assertThat(image.references()).isEmpty();
  }

  @Test
  void anArchiveIsChosenFromLikeAFolder() throws IOException {
    write("o.tar", ImageFixture.gzip(WEB.ociArchive("localhost/web:1")));
    write("t.tar", ImageFixture.of("third").ociArchive("1.0"));
    write("d.tar", OTHER.dockerArchive("web:1", "web:2"));

    assertThat(pull("oci-archive:o.tar").references())
        .containsExactly(ImageReference.of("localhost/web:1"));
    assertThat(pull("oci-archive:t.tar:1.0").references())
        .containsExactly(ImageReference.of("localhost/t:1.0"));
    assertThat(refusal("oci-archive:o.tar:nope").failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(refusal("docker-archive:d.tar:web:3").hint()).contains("docker.io/library/web:2");
    assertThat(refusal("docker-archive:d.tar:@1").failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(pull("docker-archive:d.tar:web:2").references())
        .containsExactly(ImageReference.of("web:2"));
    assertThat(pull("docker-archive:d.tar").references()).hasSize(2);
  }

  @Test
  void anArchiveOfTheOtherFormIsSaidToBeNone() throws IOException {
    write("o.tar", WEB.ociArchive("localhost/web:1"));
    write("d.tar", WEB.dockerArchive("web:1"));

    assertThat(refusal("docker-archive:o.tar")).hasMessageContaining("it is no docker-archive");
    assertThat(refusal("oci-archive:d.tar")).hasMessageContaining("it is no OCI archive");
  }

  @Test
  void aPlaceThatIsNotThereOrOfAnotherKindIsSaid() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    write("file", new byte[] {1});

    assertThat(refusal("oci:nope").failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(refusal("dir:nope").failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(refusal("oci-archive:nope").failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(refusal("oci:file").hint()).contains("oci-archive:");
    assertThat(refusal("oci-archive:empty").hint()).contains("oci:");
    assertThat(refusal("oci:empty")).hasMessageContaining("no plain file 'index.json'");
    assertThat(refusal("dir:empty")).hasMessageContaining("no plain file 'manifest.json'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"l", "d"})
  @Timeout(30)
  void everyByteOfEveryFileCounts(String place) throws IOException {
    made("l").named(WEB, "localhost/web:1");
    made("d").dir(WEB);
    String location = place.equals("l") ? "oci:l" : "dir:d";
    for (Path file : blobs(place)) {
      byte[] content = Files.readAllBytes(file);
      byte[] changed = content.clone();
      changed[content.length / 2] ^= 1;
      for (byte[] wrong :
          List.of(
              changed,
              new byte[0],
              Arrays.copyOf(content, content.length - 1),
              Arrays.copyOf(content, content.length + 1))) {
        Files.write(file, wrong);
        assertThat(refusal(location).failure())
            .as(file + " " + wrong.length)
            .isEqualTo(Failure.REFUSED);
      }
      Files.write(file, content);
    }
    assertThat(pull(location).id()).isEqualTo(WEB.id());
  }

  private List<Path> blobs(String place) throws IOException {
    List<Path> blobs = new ArrayList<>();
    try (var all = Files.walk(folder.resolve(place))) {
      all.filter(path -> path.getFileName().toString().length() == 64).forEach(blobs::add);
    }
    assertThat(blobs).hasSizeGreaterThanOrEqualTo(3);
    return blobs;
  }

  @Test
  void noLinkIsFollowedNeitherOfAFileNorOfAFolder() throws IOException {
    ImageFolder layout = made("l").named(WEB, "localhost/web:1");
    made("d").dir(WEB);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

    Path config = layout.blobPath(WEB.id());
    Files.createSymbolicLink(config, Files.move(config, elsewhere.resolve("config")));
    assertThat(refusal("oci:l")).hasMessageContaining("there is no plain file");
    Path inDir = folder.resolve("d").resolve(WEB.id().hex());
    Files.createSymbolicLink(inDir, Files.move(inDir, elsewhere.resolve("second")));
    assertThat(refusal("dir:d")).hasMessageContaining("there is no plain file");
    Files.move(
        elsewhere.resolve("config"), Files.createDirectory(folder.resolve("x")).resolve("c"));
    Files.delete(config);
    Files.move(folder.resolve("x/c"), config);
    Path blobs = folder.resolve("l/blobs");
    Files.createSymbolicLink(blobs, Files.move(blobs, elsewhere.resolve("blobs")));
    assertThat(refusal("oci:l")).hasMessageContaining("there is no plain file");
  }

  @Test
  @Timeout(20)
  void aFolderInPlaceOfAFileIsNotRead() throws IOException {
    made("d").dir(WEB);
    Path config = folder.resolve("d").resolve(WEB.id().hex());
    Files.delete(config);
    Files.createDirectory(config);

    assertThat(refusal("dir:d")).hasMessageContaining("there is no plain file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:../../../../etc/passwd",
        "sha256:",
        "sha512:0000",
        "../index.json",
        "sha256:000000000000000000000000000000000000000000000000000000000000000/"
      })
  void aDigestThatIsAPathIsNone(String digest) throws IOException {
    ImageFolder layout = made("l").blobs(WEB);
    Files.writeString(
        layout.path().resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":5}]}"
            .formatted(ImageFolder.OCI_MANIFEST, digest));

    assertThat(refusal("oci:l").failure()).isEqualTo(Failure.REFUSED);
  }

  @Test
  void anIndexThatNamesItselfIsGivenUp() throws IOException {
    byte[] inner = ImageFolder.index(List.of());
    ImageFolder layout = made("l");
    for (int i = 0; i < 8; i++) {
      layout.blob(inner);
      inner = ImageFolder.index(List.of(ImageFolder.descriptor(ImageFolder.OCI_INDEX, inner, "")));
    }
    layout.blob(inner);
    layout.entry(ImageFolder.OCI_INDEX, inner, "");

    assertThat(refusal("oci:l")).hasMessageContaining("nested too deep");
  }

  @Test
  void whatTheGateRefusesDoesNotComeIn() throws IOException {
    made("l").named(WEB, "localhost/web:1");
    write("o.tar", WEB.ociArchive("localhost/web:1"));
    List<Digest> asked = new ArrayList<>();
    ImageGate shut =
        digests -> {
          asked.addAll(digests);
          throw JpodException.refused("not this one", "");
        };

    for (String place : List.of("oci:l", "oci-archive:o.tar")) {
      assertThat(
              catchThrowableOfType(JpodException.class, () -> pull(place, Platform.ofHost(), shut)))
          .hasMessage("not this one");
    }

    Digest manifest = ImageFolder.digest(WEB.manifest());
    assertThat(asked).containsExactly(manifest, manifest);
    assertThat(files.store().list()).isEmpty();
  }

  @Test
  void aHostileArchiveIsRefusedAsByLoad() throws IOException {
    write(
        "evil.tar",
        new TarBytes().file("../../outside", "x").raw(WEB.ociArchive("a:1")).finished());
    write("cut.tar", Arrays.copyOf(WEB.ociArchive("localhost/web:1"), 3000));
    write("text.tar", "not a tar".getBytes(UTF_8));

    assertThat(refusal("oci-archive:evil.tar")).hasMessageContaining("has a '..'");
    assertThat(refusal("oci-archive:cut.tar").failure()).isEqualTo(Failure.REFUSED);
    assertThat(refusal("docker-archive:text.tar").failure()).isEqualTo(Failure.REFUSED);
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }
}
