package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.BlobArrival.Completion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobArrivalTests {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @TempDir private Path folder;

  @Test
  void aBlobThatAnotherRunAdmitsMeanwhileIsWhole() throws IOException {
    OciLayout layout = new OciLayout(folder.resolve("images"));
    Descriptor blob = new Descriptor("x/y", Sha256.of(CONTENT), CONTENT.length, Map.of(), null);
    Path first = Files.createDirectories(folder.resolve("first"));
    Path second = Files.createDirectories(folder.resolve("second"));
    Files.createDirectories(layout.staging());
    Path stored = layout.blob(blob.digest());
    Files.createDirectories(stored.getParent());

    try (BlobArrival one = BlobArrival.open(layout, first, blob)) {
      one.write(CONTENT, 0, CONTENT.length);
      assertThat(one.complete()).isEqualTo(Completion.WHOLE);
      try (BlobArrival other = BlobArrival.open(layout, second, blob)) {
        Files.move(one.await().file(), stored);
        Files.delete(layout.partial().resolve(blob.digest().hex()));

        assertThat(other.isComplete()).isTrue();
        assertThat(other.await().file()).hasBinaryContent(CONTENT);
      }
    }
  }
}
