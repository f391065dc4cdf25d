package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images come in blob by blob, also while others bring in the same blobs. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntakeTests {
  private static final ImageFixture WEB = ImageFixture.of("low", "high");
  private static final List<ImageReference> NAMES = List.of(ImageReference.of("localhost/web:1"));

  @TempDir Path folder;
  private StoreCase files;

  @BeforeEach
  void openStore() {
    files = new StoreCase(folder.resolve("store"));
  }

  private Intake intake(ImageFixture image) {
    return files
        .store()
        .intake(
            ImageDocuments.read(
                image.manifest(), MediaTypes.OCI_MANIFEST, null, _ -> image.config()));
  }

  private static Descriptor blob(byte[] layer) {
    return Descriptor.of(MediaTypes.OCI_LAYER, Sha256.of(layer), layer.length);
  }

  private static void arrive(BlobArrival arrival, byte[] content) throws IOException {
    int from = Math.toIntExact(arrival.received());
    arrival.write(content, from, content.length - from);
    arrival.complete();
  }

  private static void arriveAndUnpack(Intake intake, ImageFixture image) throws IOException {
    arriveAndUnpack(intake, image, 0);
  }

  private static void arriveAndUnpack(Intake intake, ImageFixture image, int from)
      throws IOException {
    for (int i = from; i < image.layers().size(); i++) {
      BlobArrival arrival = intake.arrival(blob(image.layers().get(i)));
      if (!arrival.isComplete()) {
        arrive(arrival, image.layers().get(i));
      }
      intake.unpack(i, arrival);
    }
  }

  @Test
  void aLayerThatAnImageHasTwiceIsUnpackedTwice() throws IOException {
    byte[] layer = WEB.layers().getFirst();
    List<byte[]> layers = List.of(layer, layer);
    ImageFixture image =
        new ImageFixture(layers, ImageFixture.config(Platform.ofHost().architecture(), layers));
    try (Intake intake = intake(image)) {
      BlobArrival arrival = intake.arrival(blob(layer));
      arrive(arrival, layer);

      intake.unpack(0, arrival);
      intake.unpack(1, arrival);
      intake.admit(NAMES);
    }

    assertThat(files.store().root(image.id()).layers())
        .hasSize(2)
        .allSatisfy(unpacked -> assertThat(unpacked.resolve("low")).exists());
  }

  @Test
  void whoWaitsForABlobGoesOnWhenTheOtherOneHasFailed() throws IOException {
    byte[] layer = WEB.layers().getFirst();
    try (Intake first = intake(WEB);
        Intake second = intake(WEB)) {
      BlobArrival broken = first.arrival(blob(layer));
      broken.write(layer, 0, 100);
      broken.fail(new IOException("the registry is gone"));

      BlobArrival next = second.arrival(blob(layer));

      assertThat(next.received()).isEqualTo(100);
      arrive(next, layer);
      assertThat(next.isComplete()).isTrue();
    }
  }

  @Test
  void whoTakesUpABlobIsNotDisturbedByTheEndOfAnotherPull() throws IOException {
    try (Intake first = intake(WEB)) {
      arriveAndUnpack(first, WEB);
      try (Intake second = intake(WEB)) {
        byte[] layer = WEB.layers().getFirst();
        BlobArrival late = second.arrival(blob(layer));
        assertThat(late.isComplete()).isTrue();

        first.admit(NAMES);

        second.unpack(0, late);
        arriveAndUnpack(second, WEB, 1);
        second.admit(NAMES);
      }
    }
    assertThat(files.images().resolve("partial")).isEmptyDirectory();
  }

  @Test
  void whoTakesUpABlobIsNotDisturbedByTheRefusalOfAnotherImage() throws IOException {
    byte[] layer = WEB.layers().getFirst();
    try (Intake second = intake(WEB)) {
      BlobArrival next;
      try (Intake first = intake(WEB)) {
        BlobArrival broken = first.arrival(blob(layer));
        broken.write(layer, 0, 100);
        broken.fail(new IOException("the image is refused"));
        next = second.arrival(blob(layer));
        first.refuse();
      }
      arrive(next, layer);
      second.unpack(0, next);
      arriveAndUnpack(second, WEB, 1);
      second.admit(NAMES);
    }
    assertThat(files.store().root(WEB.id()).layers()).hasSize(2);
  }

  @Test
  void aManifestThatLiesAboutASizeChangesNobodyElsesContent() throws IOException {
    byte[] layer = WEB.layers().getFirst();
    for (int lie : new int[] {layer.length - 1, layer.length + 1}) {
      try (Intake honest = intake(WEB)) {
        arriveAndUnpack(honest, WEB);
        try (Intake forged = intake(WEB)) {
          BlobArrival arrival =
              forged.arrival(Descriptor.of(MediaTypes.OCI_LAYER, Sha256.of(layer), lie));
          arrival.write(new byte[lie], 0, lie);

          assertThatThrownBy(arrival::complete)
              .isInstanceOfSatisfying(
                  JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED));
        }
        honest.admit(NAMES);
      }
      Path stored = files.images().resolve("blobs/sha256").resolve(Sha256.of(layer).hex());
      assertThat(stored).hasBinaryContent(layer);
      files.store().remove("localhost/web:1", () -> ImageNeeds.NONE, RemovalMode.FORCED);
    }
  }
}
