package dev.jpod.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.image.Image;
import dev.jpod.image.ImageFixture;
import dev.jpod.image.ImageGate;
import dev.jpod.image.Platform;
import dev.jpod.image.StoreCase;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images leave the store for folders and archives. */
class DeparturesTests {
  private static final ImageFixture WEB = ImageFixture.of("low", "high");
  private static final ImageFixture OTHER = ImageFixture.of("low", "other");
  private static final String NAME = "localhost/web:1";

  @TempDir Path folder;
  private StoreCase files;
  private Path out;

  @BeforeEach
  void fillStore() throws IOException {
    files = new StoreCase(folder.resolve("store"));
    files.load(WEB.compressed().ociArchive(NAME));
    out = Files.createDirectory(folder.resolve("out"));
  }

  private Departing departing(String image, String... names) {
    return new Departing(files.store().content(image), List.of(names));
  }

  private void save(String place, Departing... images) {
    save(place, Existing.REFUSED, images);
  }

  private void save(String place, Existing existing, Departing... images) {
    Departures.save(
        List.of(images),
        (Location.Local) Location.of(place, out),
        existing,
        TransferListener.SILENT);
  }

  private JpodException failure(String place, Departing... images) {
    return catchThrowableOfType(JpodException.class, () -> save(place, images));
  }

  private Image back(String place) {
    return Transports.pull(
        (Location.Local) Location.of(place, out),
        new StoreCase(folder.resolve("other")).store(),
        new Arriving(List.of(), Platform.ofHost(), ImageGate.OPEN),
        TransferListener.SILENT);
  }

  private Map<String, String> content(Path place) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(path)) {
          found.put(
              place.relativize(path).toString(),
              ImageFolder.digest(Files.readAllBytes(path)).value());
        } else if (!path.equals(place)) {
          found.put(place.relativize(path).toString(), "folder");
        }
      }
    }
    return found;
  }

  private static Map<String, byte[]> entries(Path tar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        assertThat(entries.put(entry.getName(), in.readAllBytes())).as(entry.getName()).isNull();
      }
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:l:localhost/web:1", "oci-archive:a.tar:localhost/web:1", "dir:d"})
  void anImageComesBackWithTheSameDigest(String place) throws IOException {
    save(place, departing(NAME, NAME));

    Image image = back(place);

    assertThat(image.manifestDigest()).isEqualTo(ImageFolder.digest(WEB.compressed().manifest()));
    assertThat(image.id()).isEqualTo(WEB.id());
  }

  @Test
  void aDockerArchiveHasPlainLayersUnderTheirOwnDigests() throws IOException {
    save("docker-archive:a.tar", departing(NAME, NAME, "localhost/web:2"));

    Map<String, byte[]> entries = entries(out.resolve("a.tar"));
    assertThat(entries).hasSize(4).containsKey(WEB.id().hex() + ".json");
    for (byte[] layer : WEB.layers()) {
      assertThat(entries.get(ImageFolder.digest(layer).hex() + ".tar")).isEqualTo(layer);
    }
    assertThat(new String(entries.get("manifest.json"), UTF_8))
        .contains("\"RepoTags\":[\"localhost/web:1\",\"localhost/web:2\"]");
    assertThat(back("docker-archive:a.tar").id()).isEqualTo(WEB.id());
  }

  @Test
  void severalImagesShareTheirLayersInOneArchive() throws IOException {
    files.load(OTHER.dockerArchive("localhost/other:1"));

    save(
        "docker-archive:a.tar",
        departing(NAME, NAME),
        departing("localhost/other:1", "localhost/other:1"));
    save(
        "oci-archive:o.tar",
        departing(NAME, NAME),
        departing("localhost/other:1", "localhost/other:1"));

    assertThat(entries(out.resolve("a.tar"))).hasSize(3 + 2 + 1);
    for (String archive : List.of("a.tar", "o.tar")) {
      StoreCase other = new StoreCase(folder.resolve("of-" + archive));
      assertThat(other.store().load(out.resolve(archive)))
          .extracting(Image::id)
          .containsExactly(WEB.id(), OTHER.id());
    }
  }

  @Test
  void theSameImageGivesTheSameFiles() throws IOException {
    save("docker-archive:a.tar", departing(NAME, NAME));
    save("docker-archive:b.tar", departing(NAME, NAME));

    assertThat(entries(out.resolve("a.tar")).keySet())
        .isEqualTo(entries(out.resolve("b.tar")).keySet());
    assertThat(Files.size(out.resolve("a.tar"))).isEqualTo(Files.size(out.resolve("b.tar")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-archive:a.tar", "oci-archive:a.tar"})
  void anArchiveThatIsThereIsWrittenOverOnlyOnRequest(String place) throws IOException {
    Files.writeString(out.resolve("a.tar"), "precious");

    JpodException refusal = failure(place, departing(NAME, NAME));

    assertThat(refusal.failure()).isEqualTo(Failure.REFUSED);
    assertThat(refusal.hint()).contains("--force");
    assertThat(out.resolve("a.tar")).hasContent("precious");
    assertThat(content(out)).hasSize(1);
    save(place, Existing.REPLACED, departing(NAME, NAME));
    assertThat(back(place).id()).isEqualTo(WEB.id());
  }

  @Test
  void aLayoutGetsOneMoreImageAndKeepsWhatOthersWrote() throws IOException {
    ImageFolder layout = new ImageFolder(out.resolve("l")).named(OTHER, "localhost/other:1");
    Path index = layout.path().resolve("index.json");
    Files.writeString(
        index,
        Files.readString(index)
            .replace("\"schemaVersion\":2", "\"schemaVersion\":2,\"annotations\":{\"a\":\"b\"}"));

    save("oci:l", departing(NAME, NAME));
    save("oci:l", departing(NAME, NAME));

    assertThat(index).content().contains("\"annotations\":{\"a\":\"b\"}");
    assertThat(back("oci:l:localhost/web:1").id()).isEqualTo(WEB.id());
    assertThat(back("oci:l:localhost/other:1").id()).isEqualTo(OTHER.id());
    assertThat(back("oci:l:@1").id()).isEqualTo(WEB.id());
    assertThat(catchThrowableOfType(JpodException.class, () -> back("oci:l:@2"))).isNotNull();
  }

  @Test
  void aNameInALayoutMovesAndTheOtherImageStays() throws IOException {
    new ImageFolder(out.resolve("l")).named(OTHER, NAME);

    save("oci:l", departing(NAME, NAME));

    assertThat(back("oci:l:" + NAME).id()).isEqualTo(WEB.id());
    assertThat(back("oci:l:@0").id()).isEqualTo(OTHER.id());
    assertThat(back("oci:l:@0").references()).isEmpty();
  }

  @Test
  void aBlobThatIsDamagedInALayoutIsWrittenAnew() throws IOException {
    ImageFolder layout = new ImageFolder(out.resolve("l")).named(WEB.compressed(), "old");
    Path blob = layout.blobPath(WEB.id());
    byte[] wrong = Files.readAllBytes(blob);
    wrong[5] ^= 1;
    Files.write(blob, wrong);

    save("oci:l", departing(NAME, NAME));

    assertThat(back("oci:l:" + NAME).id()).isEqualTo(WEB.id());
  }

  @Test
  void aFolderOfAnotherImageIsWrittenOver() throws IOException {
    ImageFolder old = new ImageFolder(out.resolve("d")).dir(OTHER);
    Files.writeString(old.path().resolve("signature-1"), "of the other");
    Files.writeString(old.path().resolve("notes"), "mine");

    save("dir:d", departing(NAME));

    assertThat(content(old.path()).keySet())
        .contains("notes", "version", "manifest.json", WEB.id().hex())
        .doesNotContain("signature-1", OTHER.id().hex())
        .hasSize(6);
    assertThat(back("dir:d").id()).isEqualTo(WEB.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:f", "dir:f", "oci-archive:f", "docker-archive:f"})
  void aFolderOfSomethingElseIsLeftAlone(String place) throws IOException {
    Files.writeString(Files.createDirectory(out.resolve("f")).resolve("mine"), "precious");
    Map<String, String> before = content(out);

    assertThat(failure(place, departing(NAME)).failure()).isEqualTo(Failure.REFUSED);
    assertThat(content(out)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci:e", "dir:e"})
  void anEmptyFolderIsFilled(String place) throws IOException {
    Files.createDirectory(out.resolve("e"));

    save(place, departing(NAME));

    assertThat(back(place).id()).isEqualTo(WEB.id());
  }

  @Test
  void aLayoutWhoseBlobsAreElsewhereIsNotWrittenTo() throws IOException {
    Path blobs = new ImageFolder(out.resolve("l")).named(OTHER, "a:1").path().resolve("blobs");
    Files.createSymbolicLink(blobs, Files.move(blobs, folder.resolve("elsewhere")));
    Map<String, String> before = content(folder);

    assertThat(failure("oci:l", departing(NAME))).hasMessageContaining("is no plain folder");
    assertThat(content(folder)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"oci:new", "dir:new", "oci-archive:new", "docker-archive:new", "oci:l", "dir:d"})
  void contentThatIsDamagedInTheStoreLeavesNothingBehind(String place) throws IOException {
    new ImageFolder(out.resolve("l")).named(OTHER, "localhost/other:1");
    new ImageFolder(out.resolve("d")).dir(OTHER);
    Departing image = departing(NAME, NAME);
    Digest layer = image.content().manifest().layers().getFirst().digest();
    Path blob = files.images().resolve("blobs/sha256").resolve(layer.hex());
    byte[] wrong = Files.readAllBytes(blob);
    wrong[wrong.length - 1] ^= 1;
    Files.write(blob, wrong);
    Map<String, String> before = content(out);

    JpodException failure = failure(place, image);

    assertThat(failure.failure()).isEqualTo(Failure.FAILED);
    assertThat(content(out)).isEqualTo(before);
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    assertThat(failure("oci-archive:no/a.tar", departing(NAME)).getMessage())
        .isEqualTo("there is no folder '" + out.resolve("no") + "'");
    assertThat(failure("oci:no/l", departing(NAME)).failure()).isEqualTo(Failure.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci-archive:/dev/full", "docker-archive:/dev/full"})
  void aFullDiskIsSaid(String place) {
    assertThat(failure(place, departing(NAME)))
        .hasMessageContaining("cannot write '" + place + "'")
        .hasMessageContaining("No space left");
  }

  @Test
  void aStreamGetsTheWholeArchive() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();

    Departures.save(
        List.of(departing(NAME, NAME)),
        Departures.ArchiveForm.DOCKER,
        stream,
        TransferListener.SILENT);

    StoreCase other = new StoreCase(folder.resolve("other"));
    assertThat(other.load(stream.toByteArray()).getFirst().references())
        .containsExactly(ImageReference.of(NAME));
  }

  @Test
  void aFolderOfFilesTakesOneImageOnly() throws IOException {
    List<Departing> two = new ArrayList<>(List.of(departing(NAME), departing(NAME)));

    assertThat(failure("dir:two", two.toArray(Departing[]::new)).failure())
        .isEqualTo(Failure.USAGE);
    assertThat(content(out)).isEmpty();
  }
}
