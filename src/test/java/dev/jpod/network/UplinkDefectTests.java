package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UplinkDefectTests {
  @TempDir private Path folder;

  private Programs with(String program) throws IOException {
    Path file = Files.createFile(folder.resolve(program));
    Files.setAttribute(file, "unix:mode", 0755);
    return new Programs(folder.toString());
  }

  private Path device() throws IOException {
    return Files.createFile(folder.resolve("tun"));
  }

  @Test
  void nothingIsMissingWhereEitherProgramIsThere() throws IOException {
    assertThat(UplinkDefect.of(UplinkProgram.INSTALLED, with("pasta"), device())).isEmpty();
  }

  @Test
  void aDeviceThatIsNotThere() throws IOException {
    assertThat(UplinkDefect.of(UplinkProgram.PASTA, with("pasta"), folder.resolve("tun")))
        .containsExactly(
            new UplinkDefect(
                "there is no '/dev/net/tun', so pods cannot leave their network",
                "as root: modprobe tun, and keep it in /etc/modules-load.d"));
  }
}
