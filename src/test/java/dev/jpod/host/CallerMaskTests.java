package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerMaskTests {
  @TempDir private Path folder;

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whatTheMaskTakesAwayIsNotThere() {
    assertThat(PosixFilePermissions.toString(new CallerMask(022).file())).isEqualTo("rw-r--r--");
    assertThat(PosixFilePermissions.toString(new CallerMask(0077).folder())).isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(new CallerMask(0).file())).isEqualTo("rw-rw-rw-");
    assertThat(PosixFilePermissions.toString(new CallerMask(0).folder())).isEqualTo("rwxrwxrwx");
  }

  @Test
  void allOfAFolderGetsThemButNothingBehindALink() throws IOException {
    Path given = Files.createDirectory(folder.resolve("given"));
    Path file = Files.createFile(Files.createDirectory(given.resolve("inner")).resolve("file"));
    Path other = Files.createFile(folder.resolve("other"));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r--------"));
    Files.createSymbolicLink(given.resolve("link"), other);

    new CallerMask(027).give(given);

    assertThat(rights(given)).isEqualTo("rwxr-x---");
    assertThat(rights(given.resolve("inner"))).isEqualTo("rwxr-x---");
    assertThat(rights(file)).isEqualTo("rw-r-----");
    assertThat(rights(other)).isEqualTo("r--------");
  }
}
