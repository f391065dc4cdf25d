package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every manifest in {@code invalid/} has exactly the problems that its text file lists. */
class InvalidManifestTests {
  private static final Path FOLDER = Path.of("src/test/resources/dev/jpod/manifest/invalid");
  private static final Variables VARIABLES =
      Variables.of(
          Map.of("EMPTY", "", "INJECTION", "a\n  b: [c]", "HOME", "/home/me"), Map.of(), List.of());

  @TestFactory
  Stream<DynamicTest> problemsAreListed() throws IOException {
    List<Path> manifests;
    try (Stream<Path> files = Files.list(FOLDER)) {
      manifests = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(manifests).hasSizeGreaterThan(20);
    return manifests.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String listed = Files.readString(Path.of(file.toString().replace(".yaml", ".txt")));
    String found =
        Manifests.problems(List.of(Manifests.text(Files.readString(file))), VARIABLES) + "\n";

    assertThat(found).isEqualTo(listed);
  }
}
