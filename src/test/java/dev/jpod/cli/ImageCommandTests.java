package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands of images say and accept. */
class ImageCommandTests {
  private static final byte[] EMPTY_TAR = new byte[10 * 1024];

  @TempDir private Path folder;

  private Shell shell;

  @BeforeEach
  void newShell() {
    shell = new Shell(folder);
  }

  @Test
  void anArchiveThatIsNotThereIsNamedWithWhatIsAccepted() {
    assertThat(shell.run("load", "nope.tar"))
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                """
                jpod: there is no file 'nope.tar'
                hint: give a docker-archive or an OCI archive, plain or compressed with gzip or \
                zstd, or the folder of an OCI layout, or - for standard input
                """));
    assertThat(shell.run("image", "import", "nope.tar"))
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                """
                jpod: there is no file 'nope.tar'
                hint: give the tar of a root file system, plain or compressed with gzip or zstd, \
                or - for standard input
                """));
  }

  @Test
  void ofTwoArchivesNoneIsLoaded() {
    assertThat(shell.run("load", "-i", "a.tar", "b.tar"))
        .isEqualTo(
            new Shell.Result(
                64,
                "",
                """
                jpod: there are two archives, 'a.tar' and 'b.tar'
                hint: load them one after the other
                """));
  }

  @Test
  void emptyStandardInputIsNamedAsSuch() {
    assertThat(shell.reading("").run("load").err()).startsWith("jpod: standard input is empty\n");
    assertThat(shell.run("import", "-").err()).startsWith("jpod: standard input is empty\n");
  }

  @Test
  void aWrongNameIsQuotedAsItWasWritten() throws IOException {
    Files.write(folder.resolve("empty.tar"), EMPTY_TAR);

    assertThat(shell.run("import", "empty.tar", "foo:bar:baz").err())
        .startsWith("jpod: 'foo:bar:baz' cannot name an image\n");
  }

  @Test
  void theTimeOfAnImportIsAFixedPoint() throws IOException {
    Files.write(folder.resolve("empty.tar"), EMPTY_TAR);

    shell.run("import", "--created", "0", "empty.tar", "localhost/a:1");
    shell.run("import", "--created", "1970-01-01T00:00:00Z", "empty.tar", "localhost/b:1");

    String first = shell.run("image", "inspect", "localhost/a:1").out();
    assertThat(first).contains("\"created\" : \"1970-01-01T00:00:00Z\"");
    assertThat(shell.run("image", "inspect", "localhost/b:1").out()).isEqualTo(first);
    assertThat(shell.run("import", "--created", "10m", "empty.tar").code()).isEqualTo(64);
  }

  @Test
  void aBrokenIndexIsNamedWithThePlaceInIt() throws IOException {
    Path layout = Files.createDirectory(folder.resolve("layout"));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(layout.resolve("index.json"), "{\n  \"manifests\": [}");

    assertThat(shell.run("load", "layout").err())
        .startsWith("jpod: cannot use the 'index.json' of the archive: it is not valid JSON: ")
        .contains(" at line 2, column 17\n")
        .doesNotContain("Source", "REDACTED");
  }

  @Test
  void inspectHasJsonWithOrWithoutAsking() throws IOException {
    Files.write(folder.resolve("empty.tar"), EMPTY_TAR);
    shell.run("import", "empty.tar", "localhost/a:1");

    Shell.Result asked = shell.run("image", "inspect", "-o", "json", "localhost/a:1");

    assertThat(asked).isEqualTo(shell.run("image", "inspect", "localhost/a:1"));
    assertThat(asked.code()).isZero();
    assertThat(shell.run("inspect", "--output", "text", "web").err())
        .isEqualTo("jpod: 'text' does not fit --output\nhint: give json\n");
    assertThat(shell.run("volume", "inspect", "-o", "yaml", "v").code()).isEqualTo(64);
  }
}
