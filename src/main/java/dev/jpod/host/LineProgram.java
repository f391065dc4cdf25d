package dev.jpod.host;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a program and hands on what it writes, on either stream, line by line as it comes. It has a
 * session of its own, so that Ctrl-C does not reach it, and reads nothing.
 */
public final class LineProgram {
  private static final int LONGEST_LINE = 4096;
  private static final long LAST_WORDS_MILLIS = 2000;
  private static final int SIGKILL = 9;

  private final Command command;
  private final Consumer<String> lines;
  private final MarkedProcesses family = new MarkedProcesses();

  /**
   * @param lines hears each line without its end, from a thread of its own; what is longer than
   *     4096 bytes comes in parts
   */
  public LineProgram(Command command, Consumer<String> lines) {
    this.command = command;
    this.lines = lines;
  }

  /**
   * Runs it to its end.
   *
   * @return its exit code; 128 + n when signal n ended it
   * @throws JpodException when it cannot be started, takes too long or the wait is interrupted; it
   *     is killed then, with all that it has started, but for what was begun by somebody else on
   *     its behalf, or has an environment of its own and neither its session nor a parent that
   *     lives
   */
  public int run() {
    Process process = start();
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(process.getInputStream()));
    try {
      if (!process.waitFor(command.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        killAll(process);
        throw failure(
            Failure.TIMED_OUT,
            "did not end within " + command.timeout().toMillis() / 1000.0 + " s",
            "give it a longer timeout, or see what it waits for");
      }
      reader.join(LAST_WORDS_MILLIS);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      killAll(process);
      throw failure(Failure.FAILED, "was interrupted", "run the command again");
    }
  }

  /**
   * Its session began as one group, which also has those children whose parents have ended. Who has
   * left it is known by a parent, as long as that lives, or by the mark.
   */
  private void killAll(Process leader) {
    List<ProcessHandle> descendants = leader.descendants().toList();
    if (leader.isAlive()) {
      JnrPosix.INSTANCE.kill(-leader.pid(), SIGKILL);
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
    leader.destroyForcibly();
    family.kill();
  }

  private Process start() {
    Programs programs = new Programs(command.environment().get("PATH"));
    String program = command.argv().getFirst();
    if (programs.find(program) == null) {
      throw Programs.unknown(program);
    }
    List<String> argv = new ArrayList<>(command.argv());
    argv.set(0, programs.require(program).toString());
    argv.addFirst(programs.require("setsid").toString());
    ProcessBuilder builder = command.starting(argv);
    builder.environment().put(MarkedProcesses.VARIABLE, family.mark());
    builder.redirectErrorStream(true);
    try {
      return builder.start();
    } catch (IOException e) {
      throw failure(
          Failure.FAILED,
          "could not be started in '" + command.folder() + "'",
          "see whether the folder is there, and memory and processes are left");
    }
  }

  private JpodException failure(Failure kind, String what, String hint) {
    return new JpodException(kind, "'" + command.argv().getFirst() + "' " + what, hint);
  }

  private void read(InputStream stream) {
    try (stream) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n' || line.size() == LONGEST_LINE) {
            tell(line);
          }
          if (buffer[i] != '\n') {
            line.write(buffer[i]);
          }
        }
      }
      if (line.size() > 0) {
        tell(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(ByteArrayOutputStream line) {
    lines.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }
}
