package dev.jpod.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTests {
  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-rw-rw-");

  @TempDir Path folder;

  @Test
  void replacesTheContentAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("state.json");
    DurableFile.write(file, "old".getBytes(UTF_8), SECRET);

    DurableFile.write(file, "new and longer".getBytes(UTF_8), SECRET);

    assertThat(file).hasContent("new and longer");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void givesExactlyThePermissionsAskedForWhateverTheUmask() throws IOException {
    Path secret = folder.resolve("secret");
    Path open = folder.resolve("open");

    DurableFile.write(secret, new byte[0], SECRET);
    DurableFile.write(open, new byte[0], OPEN);

    assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(SECRET);
    assertThat(Files.getPosixFilePermissions(open)).isEqualTo(OPEN);
  }

  @Test
  void leavesNoTemporaryFileWhenTheTargetCannotBeReplaced() throws IOException {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("child"));

    assertThatThrownBy(() -> DurableFile.write(taken, new byte[] {1}, SECRET))
        .isInstanceOf(IOException.class);

    assertThat(entries()).containsExactly(taken);
    assertThat(taken.resolve("child")).isDirectory();
  }

  private Stream<Path> entries() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList().stream();
    }
  }
}
