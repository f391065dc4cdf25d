package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no image is told from one by its documents, before anything of it is fetched. */
class ImageDocumentsTests {
  private static final ImageFixture WEB = ImageFixture.of("web");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "application/vnd.example.picture+json",
        "application/vnd.oci.image.index.v1+json",
        "application/\u001b[31m"
      })
  void aManifestOfATypeThatIsNotAnImagesIsRefused(String type) {
    JpodException refusal =
        catchThrowableOfType(
            JpodException.class,
            () -> ImageDocuments.read(WEB.manifest(), type, null, document -> WEB.config()));

    assertThat(refusal.failure()).isEqualTo(Failure.REFUSED);
    assertThat(refusal).hasMessageContaining("has the type").hasMessageNotContaining("\u001b");
  }
}
