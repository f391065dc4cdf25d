package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A run that is killed at any moment leaves nothing that the next does not finish or remove. */
class SuddenDeath {
  private static final List<Integer> MILLIS = List.of(0, 4, 8, 12, 16, 20, 25, 30, 40, 50, 65, 80);

  @Test
  void theNextRunFinishesWhatAKilledOneBegan() throws IOException, InterruptedException {
    for (int millis : MILLIS) {
      Path root = Files.createTempDirectory("jpod-net");
      killDuring(root, millis);
      try (Lab lab = DoomedRaise.lab(root)) {
        lab.raise();
        assertThat(lab.look()).isEqualTo(new NetworkDefects(Set.of(), Set.of()));
      }
    }
  }

  @Test
  void theNextRunRemovesWhatAKilledOneBegan() throws IOException, InterruptedException {
    for (int millis : MILLIS) {
      Path root = Files.createTempDirectory("jpod-net");
      killDuring(root, millis);
      try (Lab lab = DoomedRaise.lab(root)) {
        assertThat(lab.names.tag()).isNotEmpty();
      }
    }
  }

  private static void killDuring(Path root, int millis) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djpod.user=" + HostUser.ofProcess().id(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedRaise.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    TimeUnit.MILLISECONDS.sleep(millis * 3L);
    process.destroyForcibly().waitFor();
  }
}
