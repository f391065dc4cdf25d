package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.TerminalSize;
import dev.jpod.model.Digest;
import dev.jpod.store.Attempt;
import dev.jpod.store.Attempt.Result;
import dev.jpod.store.StackFiles;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackRevision.Content;
import dev.jpod.store.StackRevision.Content.Kind;
import dev.jpod.store.StackRevision.Image;
import dev.jpod.store.StackRevision.Source;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * History, show and diff, word for word. With {@code -Djpod.goldens=rewrite} the files in {@code
 * src/test/resources} are written anew instead; read the difference before it is committed.
 */
class HistoryCommandTests {
  private static final Path GOLDENS = Path.of("src/test/resources/dev/jpod/cli/history");
  private static final boolean REWRITE = "rewrite".equals(System.getProperty("jpod.goldens"));

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void makeAHistory() throws Exception {
    shell = new Shell(folder);
    StackFiles stack =
        new StackFiles(new StoreLayout(folder.resolve("root"), folder.resolve("run")), "shop");
    byte[] page = "one".getBytes(UTF_8);
    stack.commit(
        revision(1, "info", "b", page, done("apply -f stack.yaml", "1 create")),
        Map.of(digest(page), page),
        20);
    byte[] other = "two\u001b[2J".getBytes(UTF_8);
    stack.commit(
        revision(2, "debug", "c", other, done("apply -f stack.yaml", "1 replace")),
        Map.of(digest(other), other),
        20);
    stack.record(
        revision(
            3,
            "warn",
            "c",
            other,
            new Attempt(
                Result.ROLLED_BACK,
                "ann\u001b[2J",
                "apply -f stack.yaml",
                THEN.minusMillis(2300),
                "1 replace",
                "container 'shop-web-0' could not be started",
                null,
                2L)),
        Map.of(),
        20);
    stack.commit(
        revision(
            4,
            "info",
            "b",
            page,
            new Attempt(
                Result.DONE,
                "ann",
                "rollback shop",
                THEN.minusSeconds(1),
                "1 replace",
                null,
                1L,
                null)),
        Map.of(),
        20);
  }

  private static Attempt done(String command, String summary) {
    return new Attempt(
        Result.DONE, "root", command, THEN.minusMillis(700), summary, null, null, null);
  }

  private static Digest digest(byte[] content) throws Exception {
    return Digest.sha256(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
  }

  private static StackRevision revision(
      long serial, String level, String image, byte[] page, Attempt attempt) throws Exception {
    String text =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        configs: {page: {file: ./page.txt}}
        secrets: {pw: {env: PASSWORD}}
        pods:
          web:
            image: "busybox:${TAG}"
            env: {LEVEL: %s}
            configs: ["page:/page"]
            secrets: ["pw:/pw"]
        """
            .formatted(level);
    return new StackRevision(
        "shop",
        "6b0c",
        serial,
        THEN,
        List.of(new Source("stack.yaml", "/srv/shop", text)),
        serial == 4 ? "rollback to r1" : "stack.yaml",
        Map.of("TAG", "1"),
        List.of(),
        List.of(),
        serial == 2 ? "3f2c9e1aa" : null,
        List.of(
            new Image(
                "docker.io/library/busybox:1",
                Digest.sha256(image.repeat(64)),
                Digest.sha256(image.repeat(64)),
                Digest.sha256(image.repeat(64)))),
        null,
        attempt,
        Map.of("pw", "hmac:" + "4".repeat(64)),
        List.of(new Content(Kind.CONFIG, "page", digest(page))));
  }

  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("history", "shop"),
        List.of("history", "shop", "-o", "json"),
        List.of("history", "shop", "--quiet"),
        List.of("history", "nothing"),
        List.of("history", "busybox:1"),
        List.of("history", "3"),
        List.of("history"),
        List.of("show", "shop"),
        List.of("show", "shop", "3"),
        List.of("show", "shop", "r2", "-o", "json"),
        List.of("show", "shop", "1", "--quiet"),
        List.of("show", "shop", "7"),
        List.of("show", "shop", "x"),
        List.of("show", "shop", "1", "2"),
        List.of("show", "1"),
        List.of("diff", "shop", "1", "2"),
        List.of("diff", "shop", "1"),
        List.of("diff", "shop", "2", "3", "-o", "json"),
        List.of("diff", "shop"),
        List.of("diff", "1"),
        List.of("diff", "r1", "r2"),
        List.of("rollback", "3"),
        List.of("rollback", "shop", "--to", "3"),
        List.of("rollback", "shop", "--to", "x"),
        List.of("rollback", "shop", "--on-failure", "x"),
        List.of("apply", "nothing.json"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysAsExpected(List<String> words) throws IOException {
    Shell.Result result = shell.run(words.toArray(String[]::new));
    String said =
        "$ jpod "
            + String.join(" ", words)
            + "\n"
            + result.out()
            + result.err()
            + "-> "
            + result.code()
            + "\n";
    String masked =
        said.replaceAll("\\b[0-9]+ days ago +", "N days ago  ").replaceAll("WHEN +", "WHEN  ");
    Path golden = GOLDENS.resolve(String.join("-", words).replaceAll("[^a-z0-9-]", "_") + ".txt");
    if (REWRITE) {
      Files.createDirectories(GOLDENS);
      Files.writeString(golden, masked);
    }
    assertThat(masked).isEqualTo(Files.readString(golden)).doesNotContain("hmac:", "\u001b");
  }

  @Test
  void onATerminalALineIsOneLine() throws Exception {
    StackFiles stack =
        new StackFiles(new StoreLayout(folder.resolve("root"), folder.resolve("run")), "shop");
    String error = "container 'shop-web-0' could not be started " + "because ".repeat(50);
    stack.record(
        revision(
            5,
            "warn",
            "c",
            "one".getBytes(UTF_8),
            new Attempt(Result.FAILED, "ann", "apply", THEN, "1 replace", error, null, null)),
        Map.of(),
        20);
    int columns = TerminalSize.of(1).columns();

    assertThat(shell.run("history", "shop").out()).contains(error.strip());
    assertThat(shell.run("history", "shop", "-o", "json").out()).contains(error);
    assertThat(shell.onTerminals("1").with("NO_COLOR", "1").run("history", "shop").out().lines())
        .hasSize(6)
        .allMatch(line -> line.codePointCount(0, line.length()) <= columns)
        .anyMatch(line -> line.endsWith("…"));
  }

  @Test
  void aRevisionWithoutContentsIsComparedByItsText() throws IOException {
    Path contents = folder.resolve("root/stacks/shop/contents");
    try (Stream<Path> files = Files.list(contents)) {
      files.toList().forEach(file -> file.toFile().delete());
    }

    Shell.Result result = shell.run("diff", "shop", "1", "2");

    assertThat(result.code()).isZero();
    assertThat(result.err()).startsWith("only the texts are compared: the content '");
    assertThat(result.out())
        .contains("shop  r1 and r2\n", "-     env: {LEVEL: info}\n+     env: {LEVEL: debug}\n");
  }
}
