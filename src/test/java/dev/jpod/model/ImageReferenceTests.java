package dev.jpod.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTests {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest",
    "nginx:1.27, docker.io/library/nginx:1.27",
    "me/app, docker.io/me/app:latest",
    "docker.io/nginx, docker.io/library/nginx:latest",
    "localhost/busybox:1, localhost/busybox:1",
    "localhost:5000/a/b/c:x_Y.z-1, localhost:5000/a/b/c:x_Y.z-1",
    "registry.example.com/shop/app, registry.example.com/shop/app:latest",
    "[::1]:5000/app:1, [::1]:5000/app:1",
  })
  void namesAreCompletedAsDockerDoes(String written, String normal) {
    assertThat(ImageReference.of(written)).hasToString(normal);
    assertThat(ImageReference.of(normal)).isEqualTo(ImageReference.of(written));
  }

  @Test
  void aDigestTakesThePlaceOfTheDefaultTagAndStandsBesideAGivenOne() {
    assertThat(ImageReference.of("nginx@" + DIGEST).tag()).isNull();
    assertThat(ImageReference.of("nginx:1@" + DIGEST))
        .hasToString("docker.io/library/nginx:1@" + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Nginx",
        "nginx:",
        "nginx:a b",
        ":1",
        "a//b",
        "../etc",
        "a/../b",
        "-a",
        "a@sha256:12",
        "a@md5:d41d8cd98f00b204e9800998ecf8427e",
        "a:b:c",
        "a\nb",
        "localhost/--flag"
      })
  void whatIsNoReferenceIsRefusedWithTheWordsThatAreWrong(String written) {
    assertThatThrownBy(() -> ImageReference.of(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not");
  }

  @Test
  void referencesAreEqualByAllTheirParts() {
    ImageReference reference = ImageReference.of("localhost/a:1@" + DIGEST);
    assertThat(reference)
        .isEqualTo(ImageReference.of("localhost/a:1@" + DIGEST))
        .hasSameHashCodeAs(ImageReference.of("localhost/a:1@" + DIGEST))
        .isNotEqualTo(ImageReference.of("localhost/a:2@" + DIGEST))
        .isNotEqualTo(ImageReference.of("localhost/a:1"))
        .isNotEqualTo(ImageReference.of("localhost/b:1@" + DIGEST))
        .isNotEqualTo(ImageReference.of("other.host/a:1@" + DIGEST));
  }
}
