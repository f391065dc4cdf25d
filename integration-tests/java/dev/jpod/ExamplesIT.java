package dev.jpod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does what it says, from validation to removal. */
class ExamplesIT {
  private static final Path JPOD = Path.of(System.getProperty("jpod.home"), "bin/jpod");

  @TempDir private Path store;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @BeforeEach
  void importImage() throws Exception {
    String rootfs = store.resolve("rootfs.tar").toString();
    run(List.of("examples/busybox-image", rootfs)).well();
    jpod("image", "import", rootfs, "localhost/busybox:1").well();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void comesUpStaysAndGoes(Path example) throws Exception {
    String file = example.toString();
    jpod("validate", "-f", file).well();
    assertThat(jpod("plan", "--exit-code", "-f", file).code()).isEqualTo(2);
    try {
      jpod("apply", "-f", file).well();
      jpod("apply", "--exit-code", "-f", file).well();
    } finally {
      jpod("destroy", nameIn(example)).well();
    }
    assertThat(store.resolve("root/containers")).isEmptyDirectory();
  }

  @Test
  void theFirstExampleServesItsPage() throws Exception {
    jpod("apply", "-f", "examples/hello.yaml").well();
    try {
      String page = "http://127.0.0.1:8087/";
      assertThat(run(List.of("curl", "-fsS", "--retry", "10", "--retry-connrefused", page)).well())
          .isEqualTo("<h1>Hello from jpod</h1>\n");
    } finally {
      jpod("destroy", "hello").well();
    }
  }

  @Test
  void theThreeTiersAnswerTogether() throws Exception {
    jpod("apply", "-f", "examples/three-tier.yaml").well();
    try {
      String page = "http://127.0.0.1:8080/cgi-bin/page.sh";
      assertThat(run(List.of("curl", "-fsS", "--retry", "10", "--retry-connrefused", page)).well())
          .isEqualTo("<h1>Hello from three tiers</h1>\n");
    } finally {
      jpod("destroy", "three-tier").well();
    }
  }

  private Ended jpod(String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of(JPOD.toString()));
    argv.addAll(List.of(arguments));
    argv.addAll(List.of("--root", store.resolve("root").toString()));
    argv.addAll(List.of("--runroot", store.resolve("run").toString()));
    return run(argv);
  }

  private static Ended run(List<String> argv) throws Exception {
    return Ended.running(Path.of("").toAbsolutePath(), argv);
  }

  private static String nameIn(Path example) throws IOException {
    return Files.readAllLines(example).stream()
        .filter(line -> line.startsWith("name: "))
        .map(line -> line.substring("name: ".length()))
        .findFirst()
        .orElseThrow();
  }
}
