package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that somebody looks into stays. */
class MountedImageTests {
  private static final ImageFixture WEB = ImageFixture.of("low", "high");

  @TempDir Path root;
  private ImageStore store;
  private ImageNeeds needs;

  @BeforeEach
  void openStore() {
    StoreCase files = new StoreCase(root);
    files.load(WEB.ociArchive("localhost/web:1"));
    store = files.store();
    needs = ImageNeeds.NONE.withMounted(Set.of(WEB.id()));
  }

  @Test
  void itIsRemovedByNobody() {
    JpodException refusal =
        catchThrowableOfType(
            JpodException.class,
            () -> store.remove("web:1", () -> needs, RemovalMode.ONLY_IF_UNUSED));

    assertThat(refusal.failure()).isEqualTo(Failure.REFUSED);
    assertThat(refusal).hasMessageContaining("is mounted");
    assertThat(refusal.hint()).contains("jpod image unmount");
    assertThat(store.prune(() -> needs, _ -> true, Instant.EPOCH).images()).isEmpty();
  }

  @Test
  void forceTakesItsNamesButNotItsLayers() {
    store.remove("web:1", () -> needs, RemovalMode.FORCED);

    assertThat(store.resolve("web:1")).isEmpty();
    assertThat(store.root(WEB.id()).layers())
        .hasSize(2)
        .allSatisfy(layer -> assertThat(layer).isDirectory());
  }
}
