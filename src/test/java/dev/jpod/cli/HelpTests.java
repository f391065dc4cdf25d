package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;

/**
 * The help of every command, word for word. With {@code -Djpod.help=write} the files in {@code
 * src/test/resources} are written anew instead, for review with {@code git diff}.
 */
class HelpTests {
  private static final Path FOLDER = Path.of("src/test/resources/dev/jpod/cli/help");

  @TempDir private Path folder;

  private static Stream<DynamicTest> ofEveryCommand(ThrowingConsumer<CommandName> test) {
    return DynamicTest.stream(Arrays.stream(CommandName.values()), CommandName::words, test);
  }

  @TestFactory
  Stream<DynamicTest> everyCommandExplainsItself() {
    return ofEveryCommand(
        name -> {
          String[] words = (name.words() + " --help").split(" ");
          Shell.Result result = new Shell(folder).run(words);

          assertThat(result.code()).isZero();
          assertThat(result.err()).isEmpty();
          assertThat(result.out()).isEqualTo(golden(name.words(), result.out()));
        });
  }

  @TestFactory
  Stream<DynamicTest> everyHelpIsCompleteAndFitsATerminal() {
    return ofEveryCommand(
        name -> {
          String help = new Shell(folder).run("help", name.words()).out();

          assertThat(help)
              .contains("Usage: jpod " + name.words())
              .contains("Examples:")
              .contains("Exit codes:");
          assertThat(help.lines())
              .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        });
  }

  @TestFactory
  Stream<DynamicTest> fieldsKeepTheirIndentation() {
    return ofEveryCommand(
        name -> {
          String help = new Shell(folder).run("help", name.words()).out();
          int fields = help.indexOf("\nFields of");
          String section = fields < 0 ? "" : help.substring(fields + 1);

          assertThat(section.lines().skip(1).takeWhile(line -> !line.isEmpty()))
              .allMatch(line -> line.startsWith("  "));
          assertThat(help.lines()).noneMatch(line -> line.matches(" *\\[[0-9]+].*"));
        });
  }

  @Test
  void theOverviewListsTheCommands() throws IOException {
    Shell.Result result = new Shell(folder).run("--help");

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo(golden("jpod", result.out()));
    assertThat(new Shell(folder).run("help").out()).isEqualTo(result.out());
  }

  @Test
  void aFamilyOfCommandsListsItsOwn() {
    Shell.Result result = new Shell(folder).run("volume");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("volume prune").doesNotContain("image ls");
    assertThat(new Shell(folder).run("volume", "--help").out()).isEqualTo(result.out());
    assertThat(new Shell(folder).run("help", "volume").out()).isEqualTo(result.out());
  }

  @Test
  void headingsAreOnlyColouredWhenColoursAreWanted() {
    assertThat(new Shell(folder).run("ps", "--help").out()).doesNotContain("\u001b");
    assertThat(new Shell(folder).onTerminals("1").run("ps", "--help").out()).contains("\u001b[1m");
  }

  private static String golden(String words, String actual) throws IOException {
    String file = words.replace(' ', '-') + ".txt";
    if (System.getProperty("jpod.help", "").equals("write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(file), actual);
      return actual;
    }
    try (InputStream in = HelpTests.class.getResourceAsStream("help/" + file)) {
      return in == null ? "(no help/" + file + ")" : new String(in.readAllBytes(), UTF_8);
    }
  }
}
