package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackReaderTests {
  @Test
  void everyFieldIsRead() {
    assertThat(Manifests.problems(Manifests.resource("all-fields.yaml"))).isEmpty();
  }
}
