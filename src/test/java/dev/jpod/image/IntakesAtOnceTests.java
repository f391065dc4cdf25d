package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take in the same content at once neither take it away nor change it for each other. */
class IntakesAtOnceTests {
  private static final ImageFixture WEB = ImageFixture.of("web");
  private static final byte[] LAYER = WEB.layers().getFirst();

  @TempDir Path folder;
  private StoreCase files;

  @BeforeEach
  void openStore() {
    files = new StoreCase(folder);
  }

  @Test
  void whatOneRunHasFinishedAnotherOneTakesOverBeforeAndAfterItIsAdmitted() throws IOException {
    try (Intake first = begin();
        Intake second = begin()) {
      fetch(first);
      BlobArrival shared = second.arrival(layer(LAYER.length));
      assertThat(shared.isComplete()).isTrue();

      admit(first, "localhost/first:1");
      second.unpack(0, shared);
      admit(second, "localhost/second:1");
    }

    assertThat(files.store().list().getFirst().references()).hasSize(2);
    assertThat(files.images().resolve("partial")).isEmptyDirectory();
  }

  @Test
  void aRefusedImageLeavesContentToWhoIsFetchingIt() throws IOException {
    try (Intake good = begin()) {
      BlobArrival arrival = good.arrival(layer(LAYER.length));
      arrival.write(LAYER, 0, 100);
      Intake bad = begin();
      bad.refuse();
      bad.close();

      arrival.write(LAYER, 100, LAYER.length - 100);
      arrival.complete();
      good.unpack(0, arrival);
      admit(good, "localhost/good:1");
    }

    assertThat(files.store().list()).hasSize(1);
  }

  @Test
  void aManifestThatLiesAboutASizeChangesNothingOfWhatAnotherRunHasFinished() throws IOException {
    try (Intake good = begin();
        Intake bad = begin()) {
      fetch(good);

      assertThat(bad.arrival(layer(LAYER.length - 1)).received()).isZero();
      admit(good, "localhost/good:1");
    }

    Path stored = files.images().resolve("blobs/sha256").resolve(Sha256.of(LAYER).hex());
    assertThat(Files.readAllBytes(stored)).isEqualTo(LAYER);
  }

  private Intake begin() {
    return files
        .store()
        .intake(
            ImageDocuments.read(
                WEB.manifest(), MediaTypes.OCI_MANIFEST, null, document -> WEB.config()));
  }

  private static void fetch(Intake intake) throws IOException {
    BlobArrival arrival = intake.arrival(layer(LAYER.length));
    arrival.write(LAYER, 0, LAYER.length);
    arrival.complete();
    intake.unpack(0, arrival);
  }

  private static void admit(Intake intake, String name) {
    intake.admit(List.of(ImageReference.of(name)));
  }

  private static Descriptor layer(long size) {
    return Descriptor.of("application/vnd.oci.image.layer.v1.tar", Sha256.of(LAYER), size);
  }
}
