package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several files and documents, and the odd shapes that a text can have. */
class DocumentsTests {
  private static final String HEAD = "apiVersion: jpod.dev/v1\nkind: Stack\n";
  private static final String WEB = "pods: {web: {image: localhost/busybox:1}}\n";
  private static final String DB = "pods: {db: {image: localhost/busybox:1}}\n";

  @Test
  void filesAndDocumentsOfAStackAddUp() {
    List<ManifestText> texts =
        List.of(
            new ManifestText("a.yaml", "/a", HEAD + "name: shop\n" + WEB + "---\n" + HEAD + DB),
            new ManifestText(
                "b.yaml",
                "/b",
                HEAD + "name: shop\npods: {c: {image: x, volumes: [\"v:/v\", \"./r:/r\"]}}\n"),
            new ManifestText("c.yaml", "/c", HEAD + "volumes: {v: }\n---\n"));

    StackReader.Read read = StackReader.read(texts, Variables.NONE);

    assertThat(read.stack().pods()).extracting(Pod::name).containsExactly("web", "db", "c");
    assertThat(read.stack().pods().get(2).containers().getFirst().mounts().toString())
        .contains("source=/b/r");
    assertThat(read.origins().of("db", "db", "image")).hasToString("a.yaml:8:13");
    assertThat(read.origins().of("volumes.v")).hasToString("c.yaml:3:11");
  }

  @Test
  void aNameGivenTwiceNamesBothPlaces() {
    List<ManifestText> texts =
        List.of(
            new ManifestText("a.yaml", "/", HEAD + "name: shop\n" + WEB),
            new ManifestText("b.yaml", "/", HEAD + "name: store\n" + WEB));

    assertThat(Manifests.problems(texts, Variables.NONE))
        .isEqualTo(
            """
            b.yaml:3:7: name: the stack is called 'shop' at a.yaml:3:1 and 'store' here (apply one\
             stack at a time)
            b.yaml:4:8: pods.web: is declared twice (the first is at a.yaml:4:8; remove or rename\
             one of them)\
            """);
  }

  @Test
  void syntaxErrorsOfAllFilesAreReported() {
    List<ManifestText> texts =
        List.of(
            new ManifestText("a.yaml", "/", "a: [\n"), new ManifestText("b.yaml", "/", "b: 'x\n"));

    assertThat(Manifests.problems(texts, Variables.NONE)).contains("a.yaml:").contains("b.yaml:");
  }

  @Test
  void jsonIsYaml() {
    assertThat(
            Manifests.problems(
                """
                {
                \t"apiVersion": "jpod.dev/v1", "kind": "Stack", "name": "shop",
                \t"pods": {"web": {"image": "localhost/busybox:1", "replicas": 2, "tty": false}}
                }
                """))
        .isEmpty();
  }

  @Test
  void windowsLinesAndAByteOrderMarkAreFine() {
    String text = "\uFEFF" + (HEAD + "name: shop\n" + WEB).replace("\n", "\r\n");

    assertThat(Manifests.read(text).origins().of("web", "web", "image"))
        .hasToString("stack.yaml:4:14");
  }

  @ParameterizedTest
  @CsvSource({
    "yes, yes",
    "NO, NO",
    "on, on",
    "22:22, 22:22",
    "0o17, 0o17",
    "010, 010",
    "1_000, 1_000",
    "1.10, 1.10",
    "2026-01-01, 2026-01-01",
    "=, =",
    "0x1F, 0x1F"
  })
  void textStaysAsItIsWritten(String written, String read) {
    assertThat(
            Manifests.read(Manifests.withPod("labels: {a: " + written + "}"))
                .stack()
                .pods()
                .getFirst()
                .labels())
        .containsEntry("a", read);
  }

  @ParameterizedTest
  @CsvSource({"0o17, 15", "010, 10", "0x1F, 31", "+3, 3"})
  void numbersFollowTheCoreSchema(String written, int read) {
    assertThat(
            Manifests.read(Manifests.withPod("replicas: " + written))
                .stack()
                .pods()
                .getFirst()
                .replicas())
        .isEqualTo(read);
  }

  @Test
  void bytesThatAreNotTextAreRefusedWhereTheyStand() {
    byte[] bytes = "name: é\nb: x".getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 1] = (byte) 0xFF;

    assertThatThrownBy(() -> ManifestText.decode("stack.yaml", "/", bytes))
        .isInstanceOfSatisfying(
            InvalidManifest.class,
            invalid ->
                assertThat(invalid.problems())
                    .singleElement()
                    .hasToString(
                        "stack.yaml:2:4: the file is not UTF-8 text (save it in UTF-8 encoding)"));
  }

  @Test
  void largeManifestsAreRefusedUnread() {
    String text = "# " + "x".repeat(ManifestText.LARGEST);

    assertThat(Manifests.problems(text)).startsWith("stack.yaml:1:1: the manifest is larger");
    assertThatThrownBy(
            () -> ManifestText.decode("a", "/", text.getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(InvalidManifest.class);
  }

  @Test
  void nulCharactersAreRefused() {
    assertThat(Manifests.problems("name: a\0b")).contains("stack.yaml:1:8: the character U+0000");
    assertThat(Manifests.problems(Manifests.withPod("command: [\"a\\0b\"]")))
        .contains("pods.web.command[0]: holds a NUL character");
  }

  @Test
  void problemsAreCountedUpTo200() {
    StringBuilder text = new StringBuilder(Manifests.withPod(""));
    for (int i = 0; i < 1000; i++) {
      text.append("strange").append(i).append(": 1\n");
    }

    assertThat(Manifests.problems(text.toString()).lines()).hasSize(200);
  }
}
