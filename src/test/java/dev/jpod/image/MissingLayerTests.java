package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has removed a file of the store by hand. */
class MissingLayerTests {
  private static final ImageFixture WEB = ImageFixture.of("web").compressed();

  @TempDir Path folder;

  @Test
  void anImageOfThisStoreIsNotSaidToBeAnotherStores() throws IOException {
    StoreCase files = new StoreCase(folder);
    files.load(WEB.ociArchive("localhost/web:1"));
    String layer = Sha256.of(WEB.layers().getFirst()).hex();
    Files.delete(files.images().resolve("blobs/sha256").resolve(layer));
    StoredContent content = files.store().content("localhost/web:1");

    JpodException failure = catchThrowableOfType(JpodException.class, content::carriable);

    assertThat(failure.failure()).isEqualTo(Failure.NOT_FOUND);
    assertThat(failure)
        .hasMessage("layers of the image 'localhost/web:1' are missing in the store");
    assertThat(failure.hint()).contains("jpod rmi --force localhost/web:1");
  }
}
