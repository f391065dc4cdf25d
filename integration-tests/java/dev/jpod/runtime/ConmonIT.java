package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.runtime.ConmonCommand.Stdin;
import dev.jpod.runtime.ConmonCommand.Terminal;
import dev.jpod.runtime.RealRuntime.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** conmon does with a container what its argument list asks for. */
class ConmonIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @ParameterizedTest
  @EnumSource(Terminal.class)
  void aContainerIsWatchedToItsEnd(Terminal terminal) throws Exception {
    try (RealRuntime runtime = new RealRuntime(Program.RUNC)) {
      SampleContainer container = runtime.shell("test -t 1 && echo terminal; echo ready; exit 3");
      container.tty = terminal == Terminal.PTY;
      Path folder = runtime.folder();

      assertThat(create(runtime, container, terminal)).containsPattern("\"data\": ?[1-9]");
      runtime.execute(runtime.commands().start(container.id), "").succeeded();

      assertThat(content(folder.resolve("ended"))).isEqualTo("an argument with spaces\n");
      assertThat(content(folder.resolve("exits/" + container.id))).isEqualTo("3");
      assertThat(content(folder.resolve("persist/exit"))).isEqualTo("3");
      assertThat(content(folder.resolve("ctr.log")))
          .containsPattern("stdout F ready\r?\n")
          .satisfies(log -> assertThat(log.contains("terminal")).isEqualTo(container.tty));
    }
  }

  @Test
  void aFailureToCreateIsTold() throws Exception {
    try (RealRuntime runtime = new RealRuntime(Program.RUNC)) {
      SampleContainer container = runtime.shell("");
      container.command = List.of("/no/such/program");

      assertThat(create(runtime, container, Terminal.NONE))
          .contains("\"data\"", "-1", "/no/such/program");
      assertThat(content(runtime.folder().resolve("ended"))).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRuntimesOwnVerbsWork(Program program) throws Exception {
    try (RealRuntime runtime = new RealRuntime(program)) {
      RuntimeCommands commands = runtime.commands();
      SampleContainer container = runtime.shell("trap 'exit 9' TERM; while :; do sleep 0.1; done");
      runtime.start(container);
      Path process = runtime.folder().resolve("process.json");
      ExecRequest request =
          new ExecRequest(
              List.of("/bin/sh", "-c", "echo $container; grep CapEff /proc/self/status; exit 4"),
              Map.of(),
              null,
              null,
              Set.of("CAP_KILL"),
              Terminal.NONE);
      Files.writeString(process, ExecProcess.of(container.config(), request).toString());

      RealRuntime.Outcome exec =
          runtime.execute(commands.exec(container.id, process.toString()), "");
      assertThat(exec.exitCode()).isEqualTo(4);
      assertThat(exec.output()).isEqualTo("jpod\nCapEff:\t0000000000000020\n");

      runtime.execute(commands.pause(container.id), "").succeeded();
      assertThat(state(runtime, container)).contains("\"paused\"");
      runtime.execute(commands.resume(container.id), "").succeeded();
      assertThat(state(runtime, container)).contains("\"running\"");
      runtime.execute(commands.kill(container.id, "SIGTERM"), "").succeeded();
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!state(runtime, container).contains("\"stopped\"")) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      runtime.execute(commands.delete(container.id), "").succeeded();
      assertThat(runtime.execute(commands.state(container.id), "").exitCode()).isNotZero();
      runtime.execute(commands.forceDelete(container.id), "").succeeded();
    }
  }

  private static String state(RealRuntime runtime, SampleContainer container) {
    return runtime.execute(runtime.commands().state(container.id), "").succeeded();
  }

  private static String create(RealRuntime runtime, SampleContainer container, Terminal terminal)
      throws IOException, InterruptedException {
    Path folder = runtime.folder();
    Files.createDirectories(folder.resolve("exits"));
    Files.createDirectories(folder.resolve("persist"));
    Files.writeString(folder.resolve("config.json"), container.config().toString());
    ConmonCommand command =
        new ConmonCommand(
            "/usr/bin/conmon",
            runtime.commands(),
            container.id,
            "shop-web-0",
            folder.toString(),
            folder.resolve("pid").toString(),
            folder.resolve("conmon.pid").toString(),
            folder.resolve("exits").toString(),
            folder.resolve("persist").toString(),
            folder.resolve("ctr.log").toString(),
            1 << 20,
            terminal,
            Stdin.CLOSED,
            List.of(
                "/bin/sh",
                "-c",
                "echo \"$1\" > ended.new; mv ended.new ended",
                "sh",
                "an argument with spaces"));
    return answer(command.arguments(), folder);
  }

  /**
   * Starts conmon with descriptor 3 for its answer, and waits for its line. It goes to a file,
   * because Java closes its end of a pipe when the process that it started ends, and conmon goes on
   * in another.
   */
  private static String answer(List<String> command, Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("answer");
    List<String> argv =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 3>answer >/dev/null 2>&1", "sh"));
    argv.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(ConmonCommand.environment(3, null));
    assertThat(builder.start().waitFor()).isZero();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!content(file).endsWith("\n")) {
      assertThat(Instant.now()).as("conmon answers").isBefore(deadline);
    }
    return Files.readString(file);
  }

  /** The content of a file that appears soon. */
  private static String content(Path file) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!Files.exists(file) || Files.size(file) == 0) {
      assertThat(Instant.now()).as("%s appears", file).isBefore(deadline);
      Thread.sleep(10);
    }
    return Files.readString(file);
  }
}
