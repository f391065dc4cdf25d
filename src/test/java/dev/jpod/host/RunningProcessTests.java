package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RunningProcessTests {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int SIGKILL = 9;

  @Test
  void aProcessIsSignalledAndItsEndSeen() throws IOException {
    Process sleep = sleep();
    try (RunningProcess process = hold(sleep)) {
      assertThat(process.awaitEnd(Duration.ofMillis(20))).isFalse();

      process.signal(SIGKILL);

      assertThat(process.awaitEnd(LONG)).isTrue();
    }
    assertThat(sleep.onExit().join().exitValue()).isEqualTo(128 + SIGKILL);
  }

  @Test
  void aVirtualThreadWaitsToo() throws IOException, InterruptedException, ExecutionException {
    Process sleep = sleep();
    try (RunningProcess process = hold(sleep);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> end = threads.submit(() -> process.awaitEnd(LONG));
      process.signal(SIGKILL);

      assertThat(end.get()).isTrue();
    }
  }

  @Test
  void anotherProcessWithTheSameIdIsNotTakenForIt() throws IOException {
    Process sleep = sleep();
    long ticks = ProcFs.startTicks(sleep.pid());

    assertThat(RunningProcess.hold(sleep.pid(), ticks + 1)).isNull();
    assertThat(ProcFs.lives(sleep.pid(), ticks)).isTrue();

    sleep.destroyForcibly().onExit().join();

    assertThat(RunningProcess.hold(sleep.pid(), ticks)).isNull();
    assertThat(ProcFs.lives(sleep.pid(), ticks)).isFalse();
  }

  @Test
  void aNameThatLooksLikeFieldsDoesNotConfuse() throws IOException {
    Path folder = Files.createTempDirectory("jpod-test-");
    Path program = folder.resolve("a) Z 1 (b");
    Files.copy(Path.of("/bin/sleep"), program);
    program.toFile().setExecutable(true);
    Process odd = new ProcessBuilder(program.toString(), "100").start();
    try {
      assertThat(ProcFs.startTicks(odd.pid())).isPositive();
    } finally {
      odd.destroyForcibly().onExit().join();
      FileTree.delete(folder);
    }
  }

  @Test
  void theKernelTellsOfMountsAndTheBoot() throws IOException {
    assertThat(ProcFs.bootId()).hasSize(36);
    assertThat(ProcFs.mountsBelow(Path.of("/proc"))).contains(Path.of("/proc"));
    assertThat(ProcFs.mountsBelow(Path.of("/no/such"))).isEmpty();
    assertThat(ProcFs.restrictionsOf(Path.of("/proc/self")))
        .isSubsetOf("nosuid", "nodev", "noexec");
  }

  private static Process sleep() throws IOException {
    return new ProcessBuilder("/bin/sleep", "100").start();
  }

  private static RunningProcess hold(Process process) {
    return Objects.requireNonNull(
        RunningProcess.hold(process.pid(), ProcFs.startTicks(process.pid())));
  }
}
