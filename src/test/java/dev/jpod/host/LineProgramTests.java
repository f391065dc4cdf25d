package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineProgramTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // no parent is left
        "(sleep 1000 & echo $! > child); exec sleep 1000",
        // a session of its own
        "setsid sh -c 'echo $$ > child; exec sleep 1000' & exec sleep 1000",
        // both, as daemons do it
        "(setsid sh -c 'sh -c \"echo \\$\\$ > child; exec sleep 1000\" & exit' &); exec sleep 1000",
        // a session and an environment of its own, below a parent that lives
        "setsid env -i /bin/sh -c 'echo $$ > child; exec sleep 1000' & exec sleep 1000"
      })
  void whatTakesTooLongIsKilledWithAllThatItHasStarted(String script) throws Exception {
    Command command =
        new Command(
            List.of("sh", "-c", script),
            System.getenv(),
            folder,
            new byte[0],
            Duration.ofSeconds(1));

    assertThatThrownBy(() -> new LineProgram(command, _ -> {}).run())
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("did not end within 1.0 s");

    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    for (int i = 0; i < 50 && isAlive(child); i++) {
      Thread.sleep(100);
    }
    assertThat(isAlive(child)).isFalse();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
