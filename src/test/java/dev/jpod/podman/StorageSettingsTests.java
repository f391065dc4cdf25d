package dev.jpod.podman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageSettingsTests {
  private static final Path USUAL = Path.of("/var/lib/containers/storage");

  @TempDir Path folder;

  private StorageSettings parse(String text) throws IOException {
    return StorageSettings.read(
        List.of(
            folder.resolve("missing"),
            Files.writeString(folder.resolve("storage.conf"), text),
            folder.resolve("never-read")));
  }

  @Test
  void theTableOfTheStoreSaysDriverAndGraphRoot() throws IOException {
    String text =
        """
        # driver = "commented"
        [other]
        driver = "another"
        [storage]   # the one
          driver = "overlay"   # as usual
        graphroot='/srv/graph'
        runroot = "/run/graph"
        [storage.options]
        graphroot = "/not/this"
        additionalimagestores = [
        ]
        """;

    assertThat(parse(text)).isEqualTo(new StorageSettings("overlay", Path.of("/srv/graph")));
  }

  @Test
  void whatIsNotSaidIsUsual() throws IOException {
    assertThat(parse("[storage]\ndriver = \"\"\n")).isEqualTo(new StorageSettings(null, USUAL));
    assertThat(StorageSettings.read(List.of(folder.resolve("missing"))))
        .isEqualTo(new StorageSettings(null, USUAL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"graphroot = /srv", "driver = \"a", "graphroot = \"a\\\\n\""})
  void aValueThatIsNoPlainTextIsTold(String line) {
    assertThatThrownBy(() -> parse("[storage]\n" + line + "\n"))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("cannot be understood")
        .hasMessageContaining(folder.resolve("storage.conf").toString());
  }

  @Test
  void variablesNameTheFileAndTheDriver() throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), "[storage]\ngraphroot = \"/g\"\n");

    assertThat(
            StorageSettings.ofHost(
                Map.of("CONTAINERS_STORAGE_CONF", file.toString(), "STORAGE_DRIVER", "vfs")))
        .isEqualTo(new StorageSettings("vfs", Path.of("/g")));
  }

  @Test
  void theCallersWordsWinAndTheFoldersDecideLast() throws IOException {
    StorageSettings settings = new StorageSettings(null, folder);

    assertThat(settings.place(null, null)).isEqualTo(new StoragePlace(Driver.OVERLAY, folder));
    Files.createDirectories(folder.resolve("vfs-images"));
    assertThat(settings.place(null, null)).isEqualTo(new StoragePlace(Driver.VFS, folder));
    assertThat(settings.place("overlay", null)).hasToString("[overlay@" + folder + "]");
    assertThat(settings.place("vfs", Path.of("/other")).root()).isEqualTo(Path.of("/other"));
    Files.createDirectories(folder.resolve("overlay-images"));
    assertThat(settings.place(null, null)).isEqualTo(new StoragePlace(Driver.OVERLAY, folder));
    assertThatThrownBy(() -> settings.place("btrfs", null))
        .hasMessage("images of the storage driver 'btrfs' cannot be used in place");
  }
}
