package dev.jpod.engine;

import dev.jpod.host.Programs;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.HealthCheck.Probe;
import dev.jpod.runtime.ConmonCommand.Terminal;
import dev.jpod.runtime.ExecProcess;
import dev.jpod.runtime.ExecRequest;
import dev.jpod.store.ContainerRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes what {@code health.sh} takes its arguments from, one word a line. */
final class CheckFiles {
  private final Programs programs;
  private final StoreScript script;

  CheckFiles(Programs programs, StoreScript script) {
    this.programs = programs;
    this.script = script;
  }

  /**
   * Writes the files of a check, or takes them away.
   *
   * @return whether they were other ones before
   */
  boolean write(ContainerFiles files, ContainerRecord record, @Nullable HealthCheck check)
      throws IOException {
    Files.deleteIfExists(files.probeProcess());
    if (check == null) {
      boolean had = Files.deleteIfExists(files.check());
      return Files.deleteIfExists(files.probe()) || had;
    }
    requirePrograms(programs, check);
    if (check.probe() instanceof Probe.Command command && record.runtime().name().equals("crun")) {
      Files.writeString(files.probeProcess(), process(files, command).toString());
    }
    boolean changed = replace(files.probe(), probe(check.probe()));
    return replace(files.check(), timing(check)) || changed;
  }

  /** Without the environment, which may hold secrets: that crun takes from the container. */
  private static ObjectNode process(ContainerFiles files, Probe.Command command) {
    ExecRequest request =
        new ExecRequest(command.argv(), Map.of(), null, null, null, Terminal.NONE);
    ObjectNode process = ExecProcess.of(Bundle.readOpen(files), request);
    process.remove("env");
    return process;
  }

  /** Refuses a check for which the host lacks a program. */
  static void requirePrograms(Programs programs, HealthCheck check) {
    programs.require("timeout");
    programs.require("setsid");
    if (!(check.probe() instanceof Probe.Command)) {
      programs.require("nsenter");
      programs.require("bash");
    }
  }

  private List<String> timing(HealthCheck check) {
    return List.of(
        script.installed().toString(),
        kind(check.probe()),
        Long.toString(check.interval().toMillis()),
        Long.toString(check.timeout().toMillis()),
        Integer.toString(check.retries()),
        Long.toString(check.startPeriod().toMillis()),
        Long.toString(check.startInterval().toMillis()),
        check.onFailure().name().toLowerCase(Locale.ROOT));
  }

  private static String kind(Probe probe) {
    return switch (probe) {
      case Probe.Command _ -> "command";
      case Probe.Http _ -> "http";
      case Probe.Tcp _ -> "tcp";
      case Probe.None _ -> throw new IllegalArgumentException("nothing is to be checked");
    };
  }

  private static List<String> probe(Probe probe) {
    return switch (probe) {
      case Probe.Command command ->
          command.argv().stream()
              .map(word -> word.replace("\\", "\\\\").replace("\n", "\\n"))
              .toList();
      case Probe.Http http -> List.of(Integer.toString(http.port()), http.path());
      case Probe.Tcp tcp -> List.of(Integer.toString(tcp.port()));
      case Probe.None _ -> List.of();
    };
  }

  private static boolean replace(Path file, List<String> words) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), LaunchFiles.content(words))) {
      return false;
    }
    LaunchFiles.replace(file, words);
    return true;
  }
}
