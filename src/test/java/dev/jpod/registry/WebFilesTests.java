package dev.jpod.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebFilesTests {
  private static final byte[] FILE = "a signature".getBytes(UTF_8);

  @TempDir Path host;
  private FaultyRegistry server;

  @BeforeEach
  void start() throws IOException {
    server = FaultyRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private byte @Nullable [] read(int most) {
    try (WebFiles files = new Registries(Kit.settings(host, Map.of())).webFiles()) {
      return files.read(URI.create("http://" + server.address() + "/sigs/signature-1"), most);
    }
  }

  private AbstractThrowableAssert<?, ?> assertFails(Failure failure) {
    return assertThatThrownBy(() -> read(100))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  @Test
  void aFileIsReadAsAWhole() {
    server.always("GET /sigs/signature-1", Reply.whole(200, FILE));

    assertThat(read(FILE.length)).isEqualTo(FILE);
    assertThat(server.requests().getFirst().headers()).doesNotContainKey("authorization");
  }

  @Test
  void aFileThatIsNotThereIsNone() {
    assertThat(read(100)).isNull();
  }

  @Test
  void aLargeFileIsRefused() {
    server.always("GET", Reply.whole(200, new byte[101]));

    assertFails(Failure.REFUSED).hasMessageContaining("is larger than 100 bytes");
  }

  @Test
  void whatPassesIsWaitedForAndWhatDoesNotIsTold() {
    server.times(1, "GET", Reply.status(503));
    server.times(1, "GET", Reply.cut(FILE, FILE.length, 3));
    server.times(1, "GET", Reply.whole(200, FILE));
    assertThat(read(100)).isEqualTo(FILE);

    server.always("GET", Reply.status(500));
    assertFails(Failure.UNREACHABLE);
  }

  @Test
  void aPlaceThatWantsALoginIsNoPlaceWithoutSignatures() {
    server.always("GET", Reply.status(403));

    assertFails(Failure.FAILED);
  }
}
