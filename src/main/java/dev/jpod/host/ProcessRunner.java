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
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs of the host and waits for them. */
public final class ProcessRunner {
  /** So many bytes of each stream are kept; the rest is read and dropped. */
  public static final int LONGEST_OUTPUT = 1 << 20;

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final File NULL_DEVICE = new File("/dev/null");
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  /**
   * Runs a program to its end. When the time runs out or this thread is interrupted, the program is
   * killed.
   *
   * @throws JpodException when it cannot be started, takes too long, or the wait is interrupted; an
   *     exit code other than 0 is for the caller to judge
   */
  public CommandResult run(Command command) {
    Process process = start(command, builder(command));
    CompletableFuture<String> output = collect(process.getInputStream());
    CompletableFuture<String> error = collect(process.getErrorStream());
    try {
      feed(process, command.stdin());
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
    ProcessBuilder builder = builder(command);
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

  private static ProcessBuilder builder(Command command) {
    ProcessBuilder builder = new ProcessBuilder(command.argv());
    builder.directory(command.folder().toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    if (command.stdin().length == 0) {
      builder.redirectInput(NULL_DEVICE);
    }
    return builder;
  }

  private static Process start(Command command, ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      Path program = Path.of(command.argv().getFirst());
      if (Programs.ofHost().find(program.toString()) == null) {
        throw new JpodException(
            Failure.FAILED,
            "there is no program '" + program + "'",
            "install it, or see what 'jpod info' says",
            e);
      }
      throw new JpodException(
          Failure.FAILED,
          "'" + program + "' could not be started: " + e.getMessage(),
          "see whether the host has memory and processes left",
          e);
    }
  }

  private static void feed(Process process, byte[] input) {
    if (input.length == 0) {
      return;
    }
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // The program ended before it had read all; its exit code and its words say why.
      return;
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
