package dev.jpod.podman;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.host.RecordLock;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.podman.StorageFixture.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainersStorageTests {
  private static final String NAME = "localhost/web:1";

  @TempDir Path folder;
  private StorageFixture podman;
  private Stored web;

  @BeforeEach
  void makeStore() throws IOException {
    podman = new StorageFixture(folder.resolve("storage"), Driver.OVERLAY);
    web = podman.image(NAME, "lower", "upper");
  }

  private <T> T read(String name, Function<StorageImage, T> question) {
    try (ContainersStorage storage = ContainersStorage.open(podman.place())) {
      return question.apply(storage.image(name));
    }
  }

  private JpodException refusal(String name) {
    JpodException refusal =
        catchThrowableOfType(JpodException.class, () -> read(name, StorageImage::id));
    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).doesNotEndWith(".");
    assertThat(refusal.hint()).isNotEmpty();
    return refusal;
  }

  @Test
  void namesMeanWhatTheyMeanToPodman() throws IOException {
    podman.image("docker.io/library/only-there:1", "other");

    for (String name :
        List.of(
            NAME,
            "web:1",
            "localhost/web@" + web.manifest(),
            web.id().hex(),
            web.id().value(),
            "@" + web.id().hex(),
            web.id().hex().substring(0, 12))) {
      assertThat(read(name, StorageImage::id)).as(name).isEqualTo(web.id());
    }
    assertThat(read("web:1", StorageImage::reference)).isEqualTo(ImageReference.of(NAME));
    assertThat(read(web.id().hex(), StorageImage::reference)).isNull();
    assertThat(read("only-there:1", StorageImage::names))
        .containsExactly(ImageReference.of("only-there:1"));
    for (String name : List.of("web", "docker.io/library/web:1", "0000", "no/such:1", "", "../x")) {
      assertThat(refusal(name).failure()).as(name).isEqualTo(Failure.NOT_FOUND);
    }
  }

  @Test
  void ofTwoShortNamesTheLocalOneIsMeant() throws IOException {
    podman.image("docker.io/library/web:1", "other");

    assertThat(read("web:1", StorageImage::id)).isEqualTo(web.id());
  }

  @Test
  void aShortIdThatFitsTwoImagesIsRefused() throws IOException {
    Stored other = podman.image("other:1", "other");
    other.record().put("id", web.id().hex().substring(0, 8) + other.id().hex().substring(8));
    podman.write();

    assertThat(refusal(web.id().hex().substring(0, 6)).failure()).isEqualTo(Failure.USAGE);
  }

  @ParameterizedTest
  @EnumSource(Driver.class)
  void anImageIsReadWithItsLayers(Driver driver, @TempDir Path other) throws IOException {
    podman = new StorageFixture(other, driver);
    web = podman.image(NAME, "lower", "upper");

    byte[] manifest = read(NAME, StorageImage::manifest);
    assertThat(StorageFixture.digest(manifest)).isEqualTo(web.manifest());
    byte[] config = read(NAME, image -> image.configuration(web.id()));
    assertThat(StorageFixture.digest(config)).isEqualTo(web.id());
    assertThat(read(NAME, StorageImage::manifests)).containsOnlyKeys(web.manifest());
    assertThat(read(NAME, StorageImage::layers))
        .extracting(StoredLayer::folder)
        .containsExactly(podman.files(0), podman.files(1));
    assertThat(podman.files(1).resolve("upper")).exists();
    assertThat(read(NAME, StorageImage::layers).getFirst().diffId())
        .isEqualTo(StorageFixture.digest(StorageFixture.tar("lower")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../../../etc",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"
      })
  void idsThatAreNoneAreRefused(String id) throws IOException {
    String was = podman.layer(0).get("id").asString();
    podman.layer(0).put("id", id);
    podman.layer(1).put("parent", id);
    podman.write();
    if (!id.isEmpty()) {
      assertThat(refusal(NAME).failure()).isEqualTo(Failure.REFUSED);
    }

    podman.layer(0).put("id", was);
    podman.layer(1).put("parent", was);
    web.record().put("id", id);
    podman.write();
    assertThat(refusal(NAME).getMessage()).contains("which is not 64 hex digits");
  }

  @Test
  void linksThatLeadOutOfTheStoreAreRefused() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path files = podman.files(1);
    Files.delete(files.resolve("upper"));
    Files.delete(files);
    Files.createSymbolicLink(files, outside);
    assertThat(refusal(NAME).getMessage()).contains("it is not a folder");

    Files.delete(files);
    Files.delete(files.getParent());
    Files.createSymbolicLink(files.getParent(), outside);
    Files.createDirectory(outside.resolve("diff"));
    assertThat(refusal(NAME).getMessage()).contains("it is not a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest", "configuration", "images.json", "layers.json"})
  void documentsThatAreLinksOrGoneAreRefused(String which) throws IOException {
    Path file =
        switch (which) {
          case "manifest" -> web.document("manifest");
          case "configuration" -> web.document(web.id().value());
          case "images.json" -> podman.place().records("images").resolve(which);
          default -> podman.place().records("layers").resolve(which);
        };
    Files.move(file, folder.resolve("elsewhere"));
    assertThat(allOf().failure()).isEqualTo(Failure.NOT_FOUND);
    Files.createSymbolicLink(file, folder.resolve("elsewhere"));
    assertThat(allOf().getMessage()).contains("it is not a regular file");
  }

  private JpodException allOf() {
    return catchThrowableOfType(
        JpodException.class,
        () -> read(NAME, image -> List.of(image.manifest(), image.configuration(web.id()))));
  }

  @Test
  void documentsWithoutTheirDigestAreRefused() throws IOException {
    Files.writeString(web.document("manifest-" + web.manifest()), "{}");
    Files.writeString(web.document(web.id().value()), "{}");

    assertThat(catchThrowableOfType(JpodException.class, () -> read(NAME, StorageImage::manifests)))
        .hasMessageContaining("does not have the digest");
    assertThat(allOf().failure()).isEqualTo(Failure.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[{\"id\":", "{}", "[1]", "[{\"id\":\"a\",\"id\":\"b\"}]"})
  void recordsThatAreCutOrSomethingElseAreRefused(String text) throws IOException {
    Path images = podman.place().records("images").resolve("images.json");
    byte[] whole = Files.readAllBytes(images);
    Files.writeString(images, text);
    assertThat(refusal(NAME).failure()).isEqualTo(Failure.REFUSED);

    Files.write(images, whole);
    Files.writeString(podman.place().records("layers").resolve("layers.json"), text);
    assertThat(refusal(NAME).failure()).isEqualTo(Failure.REFUSED);
  }

  @Test
  void layersThatCannotBeUsedAreRefused() throws IOException {
    podman.layer(0).put("parent", podman.layer(1).get("id").asString());
    podman.write();
    assertThat(refusal(NAME).getMessage()).contains("is above itself");

    podman.layer(0).remove("parent");
    podman.layer(0).putObject("flags").put("incomplete", true);
    podman.write();
    assertThat(refusal(NAME).getMessage()).contains("is not complete");

    podman.layer(0).remove("flags");
    podman.layer(0).putArray("uidmap").addObject();
    podman.write();
    assertThat(refusal(NAME).getMessage()).contains("has the owners of a user namespace");

    podman.layer(0).remove("uidmap");
    podman.layer(0).put("diff-digest", "");
    podman.write();
    assertThat(refusal(NAME).getMessage()).contains("has no digest of its whole content");

    podman.layer(1).put("parent", "f".repeat(64));
    podman.write();
    assertThat(refusal(NAME).getMessage()).contains("it has no layer 'ffff");
  }

  @Test
  void layersOfComposefsAreRefused() throws IOException {
    Files.createDirectory(podman.files(0).resolveSibling("composefs-data"));

    assertThat(refusal(NAME).getMessage()).contains("is kept by composefs");
  }

  @Test
  void aFolderWithoutAStoreIsNone() {
    for (Driver driver : Driver.values()) {
      JpodException refusal =
          catchThrowableOfType(
              JpodException.class,
              () -> ContainersStorage.open(new StoragePlace(driver, folder.resolve("nothing"))));
      assertThat(refusal.failure()).isEqualTo(Failure.NOT_FOUND);
    }
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  @Test
  void aStoreThatOthersCanWriteToIsRefused() throws IOException {
    for (Path part : List.of(podman.place().root(), podman.place().home())) {
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxrwxr-x"));
      assertThat(refusal(NAME).getMessage()).contains("can be changed by other users");
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void bothLocksAreHeldUntilItIsClosedAndNothingIsWritten() throws IOException {
    Path layers = podman.place().records("layers").resolve("layers.lock");
    Path images = podman.place().records("images").resolve("images.lock");
    try (ContainersStorage _ = ContainersStorage.open(podman.place());
        ContainersStorage _ = ContainersStorage.open(podman.place())) {
      assertThat(RecordLock.tryExclusive(layers)).isNull();
      assertThat(RecordLock.tryExclusive(images)).isNull();
    }
    for (Path lock : List.of(layers, images)) {
      try (RecordLock alone = RecordLock.tryExclusive(lock)) {
        assertThat(alone).isNotNull();
      }
    }
    Files.delete(images);
    assertThat(refusal(NAME).failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(images).doesNotExist();
  }

  @Test
  void signaturesAreCutByTheirSizes() throws IOException {
    web.record().put("metadata", "{\"signatures-sizes\":{\"" + web.manifest() + "\":[3,0,2]}}");
    podman.write();
    Files.writeString(web.folder().resolve("signature-" + web.manifest().hex()), "onetw");

    List<byte[]> signatures = read(NAME, image -> image.signatures(web.manifest()));
    assertThat(signatures)
        .extracting(bytes -> new String(bytes, UTF_8))
        .containsExactly("one", "", "tw");
    Files.writeString(web.folder().resolve("signature-" + web.manifest().hex()), "one");
    assertThat(
            catchThrowableOfType(
                JpodException.class, () -> read(NAME, i -> i.signatures(web.manifest()))))
        .hasMessageContaining("do not have their sizes");
  }
}
