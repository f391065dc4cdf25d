package dev.jpod.host;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs programs of the host and waits for them. */
public final class ProcessRunner {
  /** So many bytes of each stream are kept; the rest is read and dropped. */
  public static final int LONGEST_OUTPUT = 1 << 20;

  /** Ctrl-C reaches a program until it has its own session, which is before it does anything. */
  private static final int ATTEMPTS = 3;

  private static final int INTERRUPTED = 130;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final File NULL_DEVICE = new File("/dev/null");
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  private final Programs programs = Programs.ofHost();

  /**
   * Runs a program to its end. It has a session of its own, so that Ctrl-C, which a terminal sends
   * to all that runs on it, does not reach it half-way. When the time runs out or this thread is
   * interrupted, the program is killed.
   *
   * @throws JpodException when it cannot be started, takes too long, or the wait is interrupted; an
   *     exit code other than 0 is for the caller to judge
   */
  public CommandResult run(Command command) {
    return run(command, () -> {});
  }

  /**
   * Like {@link #run(Command)}, but the program gets its input only when {@code ready} returns, for
   * which it can wait by reading. When {@code ready} throws, the program sees the end of its input;
   * its end is awaited, and what was thrown is thrown on.
   */
  public CommandResult run(Command command, Runnable ready) {
    String program = command.argv().getFirst();
    if (programs.find(program) == null) {
      throw missing(program, null);
    }
    List<String> argv = new ArrayList<>(command.argv());
    argv.addFirst(programs.require("setsid").toString());
    CommandResult result = run(command, argv, ready);
    for (int again = 1; again < ATTEMPTS && result.exitCode() == INTERRUPTED; again++) {
      result = run(command, argv, ready);
    }
    return result;
  }

  private CommandResult run(Command command, List<String> argv, Runnable ready) {
    Process process = start(command, builder(command, argv));
    CompletableFuture<String> output = collect(process.getInputStream());
    CompletableFuture<String> error = collect(process.getErrorStream());
    try {
      RuntimeException unready = feed(process, command.stdin(), ready);
      if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new JpodException(
            Failure.TIMED_OUT,
            "'"
                + command.program()
                + "' did not end within "
                + command.timeout().toSeconds()
                + " s",
            "see whether the host is overloaded or a file system hangs");
      }
      if (unready != null) {
        throw unready;
      }
      return new CommandResult(process.exitValue(), words(output), words(error));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JpodException(
          Failure.FAILED,
          "'" + command.program() + "' was interrupted",
          "run the command again",
          e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Like {@link #run}, but any exit code other than 0 is an error too. */
  public CommandResult require(Command command, String doing) {
    CommandResult result = run(command);
    if (!result.succeeded()) {
      throw JpodException.failed(
          doing + " failed: " + command.program() + " said '" + result.complaint() + "'",
          "what " + command.program() + " said tells the cause");
    }
    return result;
  }

  /**
   * Runs a program with this process's own standard streams, without a time limit.
   *
   * @return its exit code
   */
  public int runAttached(Command command, Input input) {
    ProcessBuilder builder = builder(command, command.argv());
    builder.inheritIO();
    if (input == Input.NONE) {
      builder.redirectInput(NULL_DEVICE);
    }
    Process process = start(command, builder);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new JpodException(
          Failure.FAILED,
          "'" + command.program() + "' was interrupted",
          "run the command again",
          e);
    }
  }

  /** What an attached program reads. */
  public enum Input {
    /** What this process reads. */
    INHERITED,
    /** End of file. */
    NONE
  }

  private static ProcessBuilder builder(Command command, List<String> argv) {
    ProcessBuilder builder = command.starting(argv);
    if (command.stdin().length > 0) {
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    }
    return builder;
  }

  private Process start(Command command, ProcessBuilder builder) {
    IOException reason = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return builder.start();
      } catch (IOException e) {
        // So ends the JDK's own helper, too, when Ctrl-C hits it; what is really wrong stays wrong.
        reason = e;
      }
    }
    throw notStarted(command.argv().getFirst(), reason);
  }

  private JpodException notStarted(String program, @Nullable IOException reason) {
    if (programs.find(program) == null) {
      return missing(program, reason);
    }
    return new JpodException(
        Failure.FAILED,
        "'" + program + "' could not be started: " + (reason == null ? "" : reason.getMessage()),
        "see whether the host has memory and processes left",
        reason);
  }

  private static JpodException missing(String program, @Nullable IOException cause) {
    return new JpodException(
        Failure.FAILED,
        "there is no program '" + program + "'",
        "install it, or see what 'jpod info' says",
        cause);
  }

  private static @Nullable RuntimeException feed(Process process, byte[] input, Runnable ready) {
    if (input.length == 0) {
      return null;
    }
    try (OutputStream stdin = process.getOutputStream()) {
      ready.run();
      stdin.write(input);
      return null;
    } catch (IOException e) {
      // The program ended before it had read all; its exit code and its words say why.
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static CompletableFuture<String> collect(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return head(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        THREADS);
  }

  private static String head(InputStream stream) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      kept.write(buffer, 0, Math.min(n, LONGEST_OUTPUT - kept.size()));
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** A process that outlives the program may hold the stream open; then nothing more is awaited. */
  private static String words(CompletableFuture<String> text) throws InterruptedException {
    try {
      return text.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return "";
    }
  }
}
