package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLayoutTests {
  @ParameterizedTest
  @ValueSource(
      strings = {"/a b", "/a:b", "/a,b", "/a\\b", "/a\"b", "/a\nb", "/a\u001bb", "/\u00e4"})
  void placesThatMountsOrTheMonitorCannotSpellAreRefused(String place) {
    assertThatThrownBy(() -> new StoreLayout(Path.of(place), Path.of("/run")))
        .isInstanceOf(JpodException.class)
        .hasMessageStartingWith("the store cannot lie in");
    assertThatThrownBy(() -> new StoreLayout(Path.of("/root"), Path.of(place)))
        .isInstanceOf(JpodException.class);
  }

  @Test
  void linksOnTheWayAreResolved(@TempDir Path folder) throws IOException {
    Path disk = Files.createDirectory(folder.toRealPath().resolve("disk"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), disk);

    StoreLayout layout = StoreLayout.at(link, link.resolve("run/jpod"));

    assertThat(layout.root()).isEqualTo(disk);
    assertThat(layout.runroot()).isEqualTo(disk.resolve("run/jpod"));
  }

  @Test
  void aPlaceThatEverybodyMayChangeIsRefused(@TempDir Path folder) throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> StoreLayout.at(open, folder.resolve("run")))
        .isInstanceOf(JpodException.class)
        .hasMessageStartingWith("everybody may write to ");
    assertThatThrownBy(() -> StoreLayout.at(folder.resolve("root"), open))
        .isInstanceOf(JpodException.class);
  }

  @Test
  void otherPlacesAreMadeAbsolute() {
    StoreLayout layout = new StoreLayout(Path.of("/srv/x/../-a%b"), Path.of("r"));

    assertThat(layout.root()).isEqualTo(Path.of("/srv/-a%b"));
    assertThat(layout.runroot()).isAbsolute();
  }
}
