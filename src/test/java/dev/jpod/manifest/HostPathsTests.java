package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPathsTests {
  @ParameterizedTest
  @CsvSource({
    "/a/b, c, /a/b/c",
    "/a/b, ./c/, /a/b/c",
    "/a/b, ../c, /a/c",
    "/a/b, ../../../c, /c",
    "/a/b, /c//d/./e/../f, /c/d/f",
    "/, ., /",
    "/a, .., /"
  })
  void pathsAreJoinedWithoutLookingAtFiles(String folder, String path, String joined) {
    assertThat(HostPaths.join(folder, path)).isEqualTo(joined);
  }

  @Test
  void homeNeedsToBeKnown() {
    ManifestText text = Manifests.text(Manifests.withPod("volumes: [\"~/x:/x\"]"));

    assertThat(Manifests.problems(List.of(text), Variables.NONE))
        .isEqualTo(
            "stack.yaml:7:15: pods.web.volumes[0]: '~' has no meaning, because HOME is not set"
                + " (write the path in full)");
  }
}
