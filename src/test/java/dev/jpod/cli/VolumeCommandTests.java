package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VolumeCommandTests {
  @TempDir private Path folder;

  private Shell shell;

  @BeforeEach
  void newShell() {
    shell = new Shell(folder);
  }

  @Test
  void aVolumeOfOnesOwnHasItsLabelsAndNoStack() {
    assertThat(shell.run("volume", "create", "media", "--label", "a=b=c", "-l", "empty="))
        .isEqualTo(new Shell.Result(0, "media\n", ""));

    JsonNode volume = inspect("media");
    assertThat(volume.get("labels").toString()).isEqualTo("{\"a\":\"b=c\",\"empty\":\"\"}");
    assertThat(volume.has("stack")).isFalse();
    assertThat(Path.of(volume.get("mountpoint").asString())).isEmptyDirectory();
  }

  @Test
  void aVolumeThatIsThereStaysAsItIs() {
    shell.run("volume", "create", "media", "--label", "a=b");
    JsonNode before = inspect("media");

    assertThat(shell.run("volume", "create", "media", "--label", "a=c"))
        .isEqualTo(new Shell.Result(0, "media\n", ""));
    assertThat(inspect("media")).isEqualTo(before);
  }

  @Test
  void namesAndLabelsThatCannotBeAreWrongUsage() {
    assertThat(shell.run("volume", "create", "../etc").code()).isEqualTo(64);
    assertThat(shell.run("volume", "create", "media", "--label", "owner").err())
        .isEqualTo(
            """
            jpod: 'owner' does not fit --label
            hint: give a key and a value, for example owner=ops
            """);
    assertThat(shell.run("volume", "create", "media", "--label", "=ops").code()).isEqualTo(64);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theListTellsTheAgeInWords() {
    shell.run("volume", "create", "media");

    assertThat(shell.run("volume", "ls").out())
        .matches("NAME +STACK +CREATED\\nmedia +- +\\d+ seconds? ago\\n");
  }

  private JsonNode inspect(String name) {
    Shell.Result result = shell.run("volume", "inspect", name);
    return new JsonMapper().readTree(result.out()).get(0);
  }
}
