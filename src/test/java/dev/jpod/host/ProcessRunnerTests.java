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
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRunnerTests {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ProcessRunner runner = new ProcessRunner();

  @Test
  void outputErrorAndExitCodeAreKept() {
    CommandResult result = runner.run(shell("echo out; echo first >&2; echo last >&2; exit 3"));

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("out\n");
    assertThat(result.error()).isEqualTo("first\nlast\n");
    assertThat(result.complaint()).isEqualTo("last");
    assertThat(result.succeeded()).isFalse();
  }

  @Test
  void nothingOfTheCallersEnvironmentIsHandedOn() {
    Command command =
        new Command(List.of("/usr/bin/env"), Map.of("A", "b"), Path.of("/"), new byte[0], LONG);

    assertThat(runner.run(command).output()).isEqualTo("A=b\n");
  }

  @Test
  void aProgramReadsWhatItIsGivenAndNothingElse() {
    byte[] large = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);

    assertThat(runner.run(shell("wc -c").reading(large)).output()).isEqualTo("300000\n");
    assertThat(runner.run(shell("wc -c")).output()).isEqualTo("0\n");
    assertThat(runner.run(shell("exit 0").reading(large)).succeeded()).isTrue();
  }

  @Test
  void aProgramIsUnderWayBeforeItsInputIsReady(@TempDir Path folder) {
    Path begun = folder.resolve("begun");
    Command command = shell("touch " + begun + "; cat").reading(new byte[] {'x'});

    CommandResult result = runner.run(command, () -> awaitFile(begun));

    assertThat(result.output()).isEqualTo("x");
  }

  private static void awaitFile(Path file) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as("the program has not begun").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aProgramWhoseInputNeverGetsReadySeesItsEnd(@TempDir Path folder) {
    Path ended = folder.resolve("ended");
    Command command = shell("cat; touch " + ended).reading(new byte[] {'x'});

    assertThatThrownBy(
            () ->
                runner.run(
                    command,
                    () -> {
                      throw JpodException.failed("not today", "");
                    }))
        .hasMessage("not today");
    assertThat(ended).exists();
  }

  @Test
  void muchOutputIsCutOffAndDoesNotBlock() {
    CommandResult result = runner.run(shell("head -c 5000000 /dev/zero; echo done >&2"));

    assertThat(result.output()).hasSize(ProcessRunner.LONGEST_OUTPUT);
    assertThat(result.error()).isEqualTo("done\n");
  }

  @Test
  void aProgramThatTakesTooLongIsKilled(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    Command command =
        new Command(
            List.of("/bin/sh", "-c", "echo $$ >" + pid + "; exec sleep 100"),
            Command.PLAIN_ENVIRONMENT,
            folder,
            new byte[0],
            Duration.ofMillis(300));

    assertThatThrownBy(() -> runner.run(command))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.TIMED_OUT));
    long killed = Long.parseLong(Files.readString(pid).strip());
    long deadline = System.nanoTime() + LONG.toNanos();
    while (ProcFs.startTicks(killed) != 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @Test
  void anInterruptedWaitEndsTheProgram() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    runner.run(shell("sleep 100"));
                  } catch (JpodException e) {
                    thrown.set(e);
                  }
                });
    Thread.sleep(100);
    waiting.interrupt();
    waiting.join(LONG);

    assertThat(thrown.get()).hasMessage("'sh' was interrupted");
  }

  /** The terminal sends Ctrl-C to all processes of the group that it reads from. */
  @Test
  void ctrlCDoesNotReachAProgramUnlessItMayUseTheTerminal() throws Exception {
    Command command = shell("read -r _ _ _ _ group session _ </proc/$$/stat; echo $group $session");
    String[] own = Files.readString(Path.of("/proc/self/stat")).split(" ", -1);

    String[] apart = runner.run(command).output().strip().split(" ", -1);
    byte[] written = new ContentProgram(command, 1000).run().output();
    String[] onTerminal = new String(written, StandardCharsets.US_ASCII).strip().split(" ", -1);

    assertThat(apart[0]).isEqualTo(apart[1]).isNotIn(own[4], own[5]);
    assertThat(onTerminal).containsExactly(own[4], own[5]);
  }

  /** Ctrl-C can come before the program has left the group of this process. */
  @Test
  void aProgramThatCtrlCCaughtIsRunAgain(@TempDir Path folder) {
    String script = "test -e caught && echo done && exit; : >caught; kill -INT $$";

    assertThat(runner.run(shell(script).in(folder)).output()).isEqualTo("done\n");
    assertThat(runner.run(shell("kill -INT $$")).exitCode()).isEqualTo(130);
  }

  @Test
  void aMissingProgramIsNamed() {
    assertThatThrownBy(() -> runner.run(Command.of(List.of("/no/such/program"))))
        .isInstanceOf(JpodException.class)
        .hasMessage("there is no program '/no/such/program'");
  }

  @Test
  void aRequiredProgramFailsWithItsOwnWords() {
    assertThatThrownBy(() -> runner.require(shell("echo no way >&2; exit 1"), "trying"))
        .isInstanceOf(JpodException.class)
        .hasMessage("trying failed: sh said 'no way'");
  }

  @Test
  void programsAreFoundWhateverThePathIs() {
    assertThat(new Programs(null).find("mount")).isNotNull();
    assertThat(new Programs("/nowhere::relative").require("mount")).isAbsolute();
    assertThat(new Programs("").find("../bin/sh")).isNull();
    assertThatThrownBy(() -> new Programs("/first").require("no-such"))
        .isInstanceOfSatisfying(
            JpodException.class,
            e -> assertThat(e.hint()).isEqualTo("on Debian: apt-get install no-such"))
        .hasMessageStartingWith(
            "the program 'no-such' is not installed: it is not in /first, /usr");
  }

  private static Command shell(String script) {
    return Command.of(List.of("/bin/sh", "-c", script));
  }
}
