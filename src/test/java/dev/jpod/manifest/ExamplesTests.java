package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every example can be applied as it is. */
class ExamplesTests {
  @TestFactory
  Stream<DynamicTest> examplesHaveNoProblems() throws IOException {
    List<Path> examples;
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      examples = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(examples).hasSizeGreaterThan(2);
    return examples.stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String folder = Path.of("examples").toAbsolutePath().toString();
    ManifestText text = ManifestText.decode(file.toString(), folder, Files.readAllBytes(file));
    StackReader.Read read = StackReader.read(List.of(text), Variables.NONE);

    assertThat(read.warnings()).isEmpty();
  }
}
