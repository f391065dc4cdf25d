package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTests {
  @TempDir private Path folder;

  @Test
  void aReaderWhoWentAwayEndsTheCommandQuietly() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(new Shell(folder).runInto(failing("Broken pipe"), err, "version")).isEqualTo(141);
    assertThat(new Shell(folder).runInto(failing("Broken pipe"), err, "logs", "--help"))
        .isEqualTo(141);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aFullDiskIsAnError() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code = new Shell(folder).runInto(failing("No space left on device"), err, "version");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("jpod: standard output could not be written: No space left on device\n");
  }

  @Test
  void aClosedStandardErrorKeepsNobodyFromWorking() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(new Shell(folder).runInto(out, failing("Bad file descriptor"), "nonsense"))
        .isEqualTo(64);
  }

  @Test
  void colourIsForTerminals() {
    assertThat(new Shell(folder).run("images").out()).doesNotContain("\u001b");
    assertThat(new Shell(folder).onTerminals("2").run("images").out()).doesNotContain("\u001b");
    assertThat(new Shell(folder).onTerminals("1").run("images").out()).contains("\u001b[1mNAME");
    assertThat(new Shell(folder).onTerminals("1").with("TERM", "dumb").run("images").out())
        .doesNotContain("\u001b");
  }

  @Test
  void theEnvironmentDecidesAboutColourUnlessAnOptionDoes() {
    assertThat(new Shell(folder).onTerminals("1").with("NO_COLOR", "1").run("images").out())
        .doesNotContain("\u001b");
    assertThat(new Shell(folder).with("CLICOLOR_FORCE", "1").run("images").out())
        .contains("\u001b");
    assertThat(new Shell(folder).with("CLICOLOR_FORCE", "0").run("images").out())
        .doesNotContain("\u001b");
    assertThat(new Shell(folder).with("NO_COLOR", "1").run("--color", "always", "images").out())
        .contains("\u001b");
  }

  @Test
  void errorsAreColouredByTheirOwnStream() {
    assertThat(new Shell(folder).onTerminals("1").run("nonsense").err()).startsWith("jpod:");
    assertThat(new Shell(folder).onTerminals("2").run("nonsense").err())
        .startsWith("\u001b[31mjpod:\u001b[0m");
  }

  @Test
  void argumentsCannotSpeakToTheTerminal() {
    assertThat(new Shell(folder).run("\u001b]0;title\u0007").err())
        .contains("'\\u001b]0;title\\u0007'")
        .doesNotContain("\u001b");
  }

  @Test
  void largeOutputArrivesWhole() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    Output out = new Output(target);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      out.line("line " + i);
      expected.append("line ").append(i).append('\n');
    }
    out.line("x".repeat(20_000));
    expected.append("x".repeat(20_000)).append('\n');
    out.flush();

    assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
