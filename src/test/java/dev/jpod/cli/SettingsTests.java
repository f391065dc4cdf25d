package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SettingsTests {
  @TempDir private Path folder;

  @Test
  void theUsersFileSaysWhatNothingElseSays() throws IOException {
    configure("runtime: crun\nroot: /from/file\n");
    Shell shell = new Shell(folder).with("JPOD_ROOT", "");

    assertThat(info("runtime", shell)).isEqualTo("crun");
    assertThat(info("root", shell)).isEqualTo("/from/file");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndAnOptionOverBoth() throws IOException {
    configure("runtime: crun\n");
    Shell shell = new Shell(folder).with("JPOD_RUNTIME", "runc");

    assertThat(info("runtime", shell)).isEqualTo("runc");
    assertThat(info("runtime", shell, "--runtime", "/opt/bin/crun")).isEqualTo("/opt/bin/crun");
  }

  @Test
  void withoutAnyWordTheRuntimeIsRunc() {
    assertThat(info("runtime", new Shell(folder))).isEqualTo("runc");
  }

  @Test
  void aRootIsRelativeToTheWorkingFolder() {
    assertThat(info("root", new Shell(folder), "--root", "store"))
        .isEqualTo(folder.resolve("store").toString());
  }

  @Test
  void anUnknownSettingIsNamedWithItsLine() throws IOException {
    configure("root: /x\nruntme: crun\n");

    assertThat(new Shell(folder).with("JPOD_ROOT", "").run("images"))
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                "jpod: "
                    + folder.resolve("config/jpod/config.yaml")
                    + ":2:1: there is no setting 'runtme'\n"
                    + "hint: the settings are root, runroot, runtime, layerLimit,"
                    + " storageDriver, registryTimeout, rootlessNetwork, unavailableLimits\n"));
  }

  @Test
  void aBrokenFileIsNamedWithItsLine() throws IOException {
    configure("root: [a\n");

    assertThat(new Shell(folder).with("JPOD_ROOT", "").run("images").err())
        .startsWith("jpod: " + folder.resolve("config/jpod/config.yaml") + ":2:1: ");
  }

  @Test
  void anotherRuntimeIsRefused() {
    Shell.Result result = new Shell(folder).run("--runtime", "kata", "info");

    assertThat(result.code()).isEqualTo(64);
    assertThat(result.err()).startsWith("jpod: 'kata' does not fit --runtime\n");
  }

  @Test
  void whatComesOfUnavailableLimitsIsOneOfTwoWords() {
    Shell.Result result = new Shell(folder).with("JPOD_UNAVAILABLE_LIMITS", "drop").run("ps");

    assertThat(result.code()).isNotZero();
    assertThat(result.err())
        .isEqualTo(
            """
            jpod: 'drop' does not fit JPOD_UNAVAILABLE_LIMITS
            hint: give refuse or ignore
            """);
    assertThat(new Shell(folder).with("JPOD_UNAVAILABLE_LIMITS", "ignore").run("ps").code())
        .isZero();
  }

  @Test
  void aStoreCannotLieWhereMountOptionsWouldMisreadIt() {
    assertThat(new Shell(folder).run("--root", "/tmp/a:b", "images").code()).isEqualTo(64);
  }

  private void configure(String text) throws IOException {
    Path file = folder.resolve("config/jpod/config.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String info(String field, Shell shell, String... options) {
    String[] arguments = new String[options.length + 3];
    System.arraycopy(options, 0, arguments, 0, options.length);
    arguments[options.length] = "info";
    arguments[options.length + 1] = "-o";
    arguments[options.length + 2] = "json";
    return JsonMapper.shared().readTree(shell.run(arguments).out()).required(field).stringValue();
  }
}
