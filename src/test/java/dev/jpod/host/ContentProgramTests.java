package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentProgramTests {
  @TempDir private Path folder;

  private ContentProgram.Written run(String script, Duration timeout, int limit) {
    return new ContentProgram(
            new Command(
                List.of("/bin/sh", "-c", script),
                Command.PLAIN_ENVIRONMENT,
                folder,
                new byte[0],
                timeout),
            limit)
        .run();
  }

  private ContentProgram.Written run(String script) {
    return run(script, Duration.ofSeconds(30), 100);
  }

  @Test
  void bytesAreKeptAsTheyAre() {
    assertThat(run("printf '\\377\\000\\n'").output()).containsExactly(0xff, 0, '\n');
  }

  @Test
  void whatItComplainsOfIsKeptApart() {
    ContentProgram.Written written = run("echo half; echo why >&2; exit 3");

    assertThat(written.exitCode()).isEqualTo(3);
    assertThat(written.output()).asString().isEqualTo("half\n");
    assertThat(written.error()).isEqualTo("why\n");
  }

  @Test
  void itReadsNothing() {
    assertThat(run("cat; echo end").output()).asString().isEqualTo("end\n");
  }

  @Test
  void oneThatHangsIsKilledWithItsChildren() throws Exception {
    assertThatThrownBy(() -> run("sleep 1000 & echo $! > child; wait", Duration.ofMillis(300), 100))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.TIMED_OUT))
        .hasMessageContaining("'/bin/sh' did not end within");

    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    assertThat(Path.of("/proc/" + child)).doesNotExist();
  }

  @Test
  void oneThatWritesWithoutEndIsKilled() {
    assertThatThrownBy(() -> run("exec cat /dev/zero"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("writes more than");
  }

  /** Whether the runtime library sees the end of the program or of its output first is chance. */
  @Test
  void whatIsLeftBehindWithTheOutputIsNoEmptyContent() throws Exception {
    String outcome;
    try {
      outcome =
          new String(
              run("sleep 5 & echo $! > child; printf secret").output(), StandardCharsets.UTF_8);
    } catch (JpodException e) {
      outcome = String.valueOf(e.getMessage());
    }
    ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("child")).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);

    assertThat(outcome).matches("secret|.* left a process behind .*");
  }

  @Test
  void oneThatIsNotThereIsNamedWithoutItsArguments() {
    ContentProgram program = new ContentProgram(Command.of(List.of("/no/such", "hunter2")), 100);

    assertThatThrownBy(program::run)
        .isInstanceOf(JpodException.class)
        .hasMessage("there is no program '/no/such'")
        .hasNoCause();
  }
}
