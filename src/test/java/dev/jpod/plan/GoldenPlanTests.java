package dev.jpod.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of {@code src/test/resources/plan} is a case. {@code mvn test -Dtest=GoldenPlanTests
 * -Djpod.goldens=rewrite} writes what is planned now; read the difference before it is committed.
 */
class GoldenPlanTests {
  private static final Path CASES = Path.of("src/test/resources/plan");
  private static final boolean REWRITE = "rewrite".equals(System.getProperty("jpod.goldens"));

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @Test
  void thereAreManyCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(40);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsAsExpected(Path folder) throws IOException {
    expect(folder.resolve("plan.txt"), new PlanCase(folder).text());
  }

  static Stream<Path> casesForPrograms() throws IOException {
    return cases().filter(folder -> Files.exists(folder.resolve("plan.json")));
  }

  @ParameterizedTest
  @MethodSource("casesForPrograms")
  void readsAsExpectedByPrograms(Path folder) throws IOException {
    expect(folder.resolve("plan.json"), new PlanCase(folder).json());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void showsNeitherSecretsNorTheirFingerprints(Path folder) throws IOException {
    PlanCase plan = new PlanCase(folder);
    String shown = plan.text() + (plan.isRefused() ? "" : plan.json());

    assertThat(shown).doesNotContain("hmac:", "hunter2", "value of ");
  }

  private static void expect(Path golden, String actual) throws IOException {
    if (REWRITE) {
      Files.writeString(golden, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(golden));
  }
}
