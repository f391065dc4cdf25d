package dev.jpod.engine;

import dev.jpod.host.ProcFs;
import dev.jpod.observed.ContainerStatus.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How things stand with a container by the files of the launch script, read without its lock.
 *
 * @param since when this state was entered
 * @param exitCode of the last end; -1 when it is not known
 * @param pauseMillis how long the script waits before it starts the container again
 * @param process the container's first process, or null when none was started in this boot
 * @param monitor its conmon
 */
record Vitals(
    State state,
    Instant since,
    int exitCode,
    Cause cause,
    long pauseMillis,
    @Nullable Identity process,
    @Nullable Identity monitor) {
  /** The script's own words, and {@code CREATED} for no word. */
  enum State {
    CREATED,
    STARTING,
    RUNNING,
    WAITING,
    EXITED
  }

  /** A process, by its id and its start time. */
  record Identity(long pid, long startTicks) {
    boolean lives() {
      return ProcFs.lives(pid, startTicks);
    }

    /** Whether it has ended, or cannot but end at once. */
    boolean isDoomed() {
      return ProcFs.isDoomed(pid, startTicks);
    }

    /** Whether it is still the runtime, which waits before the program's first instruction. */
    boolean isStillRuntime() {
      String program = ProcFs.programName(pid);
      return program.startsWith("runc:[") || program.equals("crun");
    }
  }

  private static final Vitals UNBORN =
      new Vitals(State.CREATED, Instant.EPOCH, -1, Cause.BY_ITSELF, 0, null, null);

  static Vitals read(ContainerFiles files) {
    Path file = files.state();
    String text = text(file);
    if (text == null) {
      return UNBORN;
    }
    String[] words = text.strip().split(" ", -1);
    Identity process = null;
    Identity monitor = null;
    String started = text(files.started());
    if (started != null) {
      String[] ids = started.strip().split(" ", -1);
      process = identity(ids, 0);
      monitor = identity(ids, 2);
    }
    State state =
        switch (words[0]) {
          case "running" -> State.RUNNING;
          case "waiting" -> State.WAITING;
          case "exited" -> State.EXITED;
          default -> State.STARTING;
        };
    return new Vitals(
        state,
        modified(file),
        (int) number(words, 1, -1),
        cause(words.length > 2 ? words[2] : ""),
        state == State.WAITING ? number(words, 2, 0) : 0,
        process,
        monitor);
  }

  /** Whether the container's process lives. */
  boolean isRunning() {
    return process != null && process.lives();
  }

  static Cause cause(String word) {
    return switch (word) {
      case "stopped" -> Cause.STOPPED;
      case "out-of-memory" -> Cause.OUT_OF_MEMORY;
      case "start-failed" -> Cause.START_FAILED;
      default -> Cause.BY_ITSELF;
    };
  }

  /** The content of a small file, or null when there is none. */
  static @Nullable String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return null;
    }
  }

  /** The process whose id and start time stand in a file; null when there is no such file. */
  static @Nullable Identity identity(Path file) {
    String text = text(file);
    return text == null ? null : identity(text.strip().split(" ", -1), 0);
  }

  private static @Nullable Identity identity(String[] words, int at) {
    long pid = number(words, at, 0);
    return pid == 0 ? null : new Identity(pid, number(words, at + 1, 0));
  }

  private static long number(String[] words, int at, long otherwise) {
    if (at >= words.length) {
      return otherwise;
    }
    try {
      return Long.parseLong(words[at]);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** When a file was changed last; the epoch when there is none. */
  static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
