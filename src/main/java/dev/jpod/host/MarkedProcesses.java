package dev.jpod.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A program and all that comes from it, whatever sessions they have and whoever has become their
 * parent: they have inherited a variable of the environment. Who takes it out of the environment
 * cannot be found any more.
 */
final class MarkedProcesses {
  /** The variable that they have. */
  static final String VARIABLE = "JPOD_MARK";

  private static final int SIGKILL = 9;

  /** Each round finds what those of the last one have started before they were killed. */
  private static final int ROUNDS = 20;

  private static final Duration END_OF_ONE = Duration.ofSeconds(1);

  private final String mark = UUID.randomUUID().toString();

  /** What the variable is to be for the program. */
  String mark() {
    return mark;
  }

  /** Kills those that live and waits for the end of each, but not for long. */
  void kill() {
    for (int round = 0; round < ROUNDS; round++) {
      List<RunningProcess> found = find();
      for (RunningProcess process : found) {
        process.signal(SIGKILL);
      }
      for (RunningProcess process : found) {
        try (process) {
          process.awaitEnd(END_OF_ONE);
        }
      }
      if (found.isEmpty()) {
        return;
      }
    }
  }

  private List<RunningProcess> find() {
    List<RunningProcess> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        long startTicks = ProcFs.startTicks(pid);
        RunningProcess process =
            startTicks != 0 && isMarked(entry) ? RunningProcess.hold(pid, startTicks) : null;
        if (process != null) {
          found.add(process);
        }
      }
    } catch (IOException e) {
      // Without /proc nobody can be found.
      return found;
    }
    return found;
  }

  private boolean isMarked(Path process) {
    try {
      String environment =
          Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return ("\0" + environment).contains("\0" + VARIABLE + "=" + mark);
    } catch (IOException e) {
      return false;
    }
  }
}
