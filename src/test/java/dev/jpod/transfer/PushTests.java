package dev.jpod.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jpod.image.Descriptor;
import dev.jpod.image.ImageFixture;
import dev.jpod.image.StoreCase;
import dev.jpod.image.StoredContent;
import dev.jpod.model.Digest;
import dev.jpod.transfer.ImageOrigin.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An image is carried blob by blob. */
class PushTests {
  private static final ImageFixture WEB = ImageFixture.of("a", "b", "c");

  @TempDir Path folder;
  private StoredContent content;

  @BeforeEach
  void fillStore() {
    StoreCase files = new StoreCase(folder);
    files.load(WEB.ociArchive("localhost/web:1"));
    content = files.store().content("localhost/web:1");
  }

  /** A destination that keeps what it gets, and can be told to fail. */
  private static class Memory implements ImageDestination {
    private final Map<Digest, byte[]> taken = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Document manifest;

    @Override
    public Taken take(Descriptor blob, Source source, LongConsumer sent) throws IOException {
      try (InputStream in = source.open()) {
        taken.put(blob.digest(), in.readAllBytes());
      }
      sent.accept(blob.size());
      return Taken.TRANSFERRED;
    }

    @Override
    public void finish(Document document) {
      manifest = document;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /** Told by several threads. */
  private static final class Told implements TransferListener {
    private final Map<Part, Long> moved = new ConcurrentHashMap<>();
    private final Map<Part, Fate> fates = new ConcurrentHashMap<>();

    @Override
    public void began(Part part) {
      moved.put(part, 0L);
    }

    @Override
    public void moved(Part part, long bytes) {
      moved.put(part, bytes);
    }

    @Override
    public void ended(Part part, Fate fate) {
      fates.put(part, fate);
    }
  }

  @Test
  void everyBlobGoesOnceAndTheManifestLast() throws IOException {
    Memory destination = new Memory();
    Told told = new Told();

    new Push(content, destination, told).run();

    assertThat(destination.taken).hasSize(4).containsEntry(WEB.id(), WEB.config());
    assertThat(Objects.requireNonNull(destination.manifest).content().bytes())
        .isEqualTo(WEB.manifest());
    assertThat(told.fates.values()).hasSize(4).containsOnly(TransferListener.Fate.TRANSFERRED);
    assertThat(told.moved).allSatisfy((part, bytes) -> assertThat(bytes).isEqualTo(part.size()));
  }

  @Test
  @Timeout(20)
  void theFirstFailureEndsTheOthersAndNoManifestIsWritten() {
    Digest bad = content.manifest().layers().get(1).digest();
    Memory destination =
        new Memory() {
          @Override
          public Taken take(Descriptor blob, Source source, LongConsumer sent) throws IOException {
            if (blob.digest().equals(bad)) {
              throw new IOException("the line is cut");
            }
            return waitForTheEnd();
          }

          private Taken waitForTheEnd() throws IOException {
            try {
              assertThat(super.closed.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
          }
        };
    Told told = new Told();

    Throwable failure = catchThrowable(() -> new Push(content, destination, told).run());

    assertThat(failure).isInstanceOf(IOException.class).hasMessage("the line is cut");
    assertThat(destination.manifest).isNull();
    assertThat(told.fates.values()).containsOnly(TransferListener.Fate.FAILED);
  }
}
