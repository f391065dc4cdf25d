package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTests {
  private static final byte[] BLOB = Kit.bytes(700_000);

  /** More than the least that counts as progress. */
  private static final int STEP = 20_000;

  private static final String PART = "GET /v2/app/blobs/";

  @TempDir Path host;
  private FaultyRegistry registry;
  private Digest digest;
  private final MemorySink sink = new MemorySink();

  @BeforeEach
  void start() throws IOException {
    registry = FaultyRegistry.start();
    digest = registry.content().blob("app", BLOB);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  private void fetch() throws IOException {
    fetch(BLOB.length);
  }

  private void fetch(long size) throws IOException {
    try (Repository repository = Kit.repository(registry, "app", host)) {
      repository.fetch(digest, size, sink);
    }
  }

  private AbstractThrowableAssert<?, ?> assertFails(Failure failure, long size) {
    return assertThatThrownBy(() -> fetch(size))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  @Test
  void bringsTheWholeBlob() throws IOException {
    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(registry.requests(PART).getFirst().header("user-agent")).isEqualTo("jpod/1.2.3");
    assertThat(registry.requests(PART).getFirst().header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void goesOnWhereTheConnectionWasCut() throws IOException {
    registry.times(1, PART, Reply.cut(BLOB, BLOB.length, 300_000));

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(registry.requests(PART).getLast().header("range")).isEqualTo("bytes=300000-");
  }

  @Test
  void goesOnWhereAnEarlierRunStopped() throws IOException {
    sink.write(BLOB, 0, 1234);

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(registry.requests(PART)).hasSize(1);
    assertThat(registry.requests(PART).getFirst().header("range")).isEqualTo("bytes=1234-");
  }

  @Test
  void skipsWhatIsThereWhenTheRegistryKnowsNoRanges() throws IOException {
    registry
        .times(1, PART, Reply.cut(BLOB, BLOB.length, 300_000))
        .times(1, PART, Reply.whole(200, BLOB));

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
  }

  @Test
  void progressResetsTheCountOfFailures() throws IOException {
    for (int cut = STEP; cut <= 8 * STEP; cut += STEP) {
      int from = cut - STEP;
      byte[] rest = Arrays.copyOfRange(BLOB, from, BLOB.length);
      registry.times(
          1, PART, from == 0 ? Reply.cut(BLOB, BLOB.length, STEP) : cutPart(rest, from, STEP));
    }

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
    assertThat(registry.requests(PART)).hasSize(9);
  }

  @Test
  void aTrickleIsNoProgress() {
    for (int sent = 0; sent < 20; sent++) {
      int from = sent;
      registry.times(
          1,
          PART,
          from == 0
              ? Reply.cut(BLOB, BLOB.length, 1)
              : cutPart(Arrays.copyOfRange(BLOB, from, BLOB.length), from, 1));
    }

    assertThatThrownBy(this::fetch)
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNREACHABLE));
    assertThat(registry.requests(PART)).hasSize(Kit.QUICK.attempts());
  }

  private static Reply cutPart(byte[] rest, int from, int sent) {
    return (_, out) -> {
      String head =
          "HTTP/1.1 206 Partial\r\nContent-Range: bytes %d-%d/%d\r\nContent-Length: %d\r\n\r\n"
              .formatted(from, BLOB.length - 1, BLOB.length, rest.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(rest, 0, sent);
      return Reply.Next.CLOSE;
    };
  }

  @Test
  void refusesAnotherPartThanWasAskedFor() {
    sink.write(BLOB, 0, 1000);
    registry.always(PART, Reply.part(BLOB, 500, BLOB.length));

    assertFails(Failure.REFUSED, BLOB.length).hasMessageContaining("another part");
    assertThat(sink.received()).isEqualTo(1000);
  }

  @Test
  void refusesALengthThatIsNotThePromisedOneAtOnce() {
    assertFails(Failure.REFUSED, BLOB.length + 1L).hasMessageContaining("is shorter than");
    assertFails(Failure.REFUSED, BLOB.length - 1L).hasMessageContaining("is longer than");
    assertThat(sink.received()).isZero();
    assertThat(registry.requests(PART)).hasSize(2);
  }

  @Test
  void neverTakesMoreThanWasPromised() {
    registry.always(PART, Reply.unmeasured(BLOB));

    assertFails(Failure.REFUSED, 400_000).hasMessageContaining("is longer than the 400000 bytes");
    assertThat(sink.received()).isLessThanOrEqualTo(400_000);
  }

  @Test
  void refusesABlobThatAlwaysEndsEarly() {
    registry.always(PART, Reply.unmeasured(Arrays.copyOf(BLOB, 5000)));

    assertFails(Failure.REFUSED, BLOB.length).hasMessageContaining("is shorter than");
  }

  @Test
  void givesUpOnConnectionsThatAreAlwaysCut() {
    registry.always(PART, Reply.cut(BLOB, BLOB.length, 5000));

    assertFails(Failure.UNREACHABLE, BLOB.length).hasMessageContaining("cut in the middle");
    assertThat(sink.received()).isEqualTo(5000);
  }

  @Test
  void triesAgainAfterSilence() throws IOException {
    registry
        .times(1, PART, Reply.silence())
        .times(1, PART, Reply.silenceAfter(BLOB, 1000))
        .times(1, PART, Reply.hangUp());

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
  }

  @Test
  void triesAgainWhenTheRegistryIsBusy() throws IOException {
    registry.times(1, PART, Reply.status(503)).times(1, PART, Reply.error(429, "slow down"));

    fetch();

    assertThat(sink.content()).isEqualTo(BLOB);
  }

  @Test
  void givesUpWhenTheRegistryStaysBusy() {
    registry.always(PART, Reply.error(500, "out of order"));

    assertFails(Failure.UNREACHABLE, BLOB.length)
        .hasMessageContaining("500: out of order")
        .hasMessageContaining(registry.address());
    assertThat(registry.requests(PART)).hasSize(3);
  }

  @Test
  void saysWhatIsNotThere() {
    registry.always(PART, Reply.error(404, "blob unknown"));

    assertFails(Failure.NOT_FOUND, BLOB.length).hasMessageContaining("404: blob unknown");
    assertThat(registry.requests(PART)).hasSize(1);
  }

  @Test
  void theSinksOwnFailureIsNotTriedAgain() {
    BlobSink full =
        new BlobSink() {
          @Override
          public long received() {
            return 0;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("no space left on device");
          }
        };

    try (Repository repository = Kit.repository(registry, "app", host)) {
      assertThatThrownBy(() -> repository.fetch(digest, BLOB.length, full))
          .isInstanceOf(IOException.class)
          .hasMessage("no space left on device");
    }
    assertThat(registry.requests(PART)).hasSize(1);
  }

  @Test
  void closingBreaksOffAWaitForAnAnswer() throws Exception {
    registry.always(PART, Reply.silence());
    Repository repository = Kit.repository(registry, "app", host);
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (registry.requests(PART).isEmpty()) {
                    Thread.onSpinWait();
                  }
                  repository.close();
                });

    assertThatThrownBy(() -> repository.fetch(digest, BLOB.length, sink))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("broken off");
    closing.join();
  }

  @Test
  void anEmptyBlobIsABlob() throws IOException {
    digest = registry.content().blob("app", new byte[0]);

    fetch(0);

    assertThat(sink.received()).isZero();
  }
}
