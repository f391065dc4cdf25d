package dev.jpod.host;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program for the sake of what it writes, which is kept in memory only. It runs on the
 * terminal of this process, if that has one: it may ask for a passphrase there, and Ctrl-C ends it.
 * It reads nothing, and does not outlive this process.
 */
public final class ContentProgram {
  private static final int LONGEST_COMPLAINT = 64 << 10;

  /** How long streams may stay open that a process holds which the program has left behind. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Command command;
  private final int limit;

  /**
   * @param limit so many bytes are wanted at most
   */
  public ContentProgram(Command command, int limit) {
    this.command = command;
    this.limit = limit;
  }

  /**
   * What a program left behind.
   *
   * @param exitCode 128 + n when signal n ended it
   * @param output all that it wrote to standard output, or the beginning of what is more than the
   *     limit
   * @param error what it wrote to standard error, at most 64 KiB of it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Written(int exitCode, byte[] output, String error) {}

  /**
   * Runs it to its end.
   *
   * @throws JpodException when it cannot be started, writes more than the limit, takes too long or
   *     leaves a process behind that could still write; it is killed then, with all its children
   */
  public Written run() {
    Process process = start();
    Thread ending = new Thread(() -> kill(process));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return awaited(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Failure.FAILED, "was interrupted", "run the command again");
    } finally {
      kill(process);
      forget(ending);
    }
  }

  private Written awaited(Process process) throws InterruptedException {
    CompletableFuture<byte[]> output = reading(process.getInputStream(), limit, process);
    CompletableFuture<byte[]> error = reading(process.getErrorStream(), LONGEST_COMPLAINT, null);
    if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      throw failure(
          Failure.TIMED_OUT,
          "did not end within " + command.timeout().toSeconds() + " s",
          "run it by hand to see what it waits for");
    }
    byte[] written = rest(output);
    if (written == null) {
      throw failure(
          Failure.FAILED,
          "left a process behind that keeps its output open",
          "let it end together with all that it starts");
    }
    if (written.length > limit) {
      throw failure(
          Failure.REFUSED,
          "writes more than " + (limit >> 20) + " MiB",
          "mount large files as a bind mount or a volume instead");
    }
    byte[] complaint = rest(error);
    return new Written(
        process.exitValue(),
        written,
        complaint == null ? "" : new String(complaint, StandardCharsets.UTF_8));
  }

  private Process start() {
    try {
      return command.starting(command.argv()).start();
    } catch (IOException e) {
      // The reason names the folder and every argument.
      String program = command.argv().getFirst();
      throw Programs.ofHost().find(program) == null
          ? Programs.unknown(program)
          : failure(
              Failure.FAILED,
              "could not be started",
              "see whether the host has memory and processes left");
    }
  }

  private JpodException failure(Failure kind, String what, String hint) {
    return new JpodException(kind, "'" + command.argv().getFirst() + "' " + what, hint);
  }

  /** Who writes more than is wanted is killed, so that nobody waits for the rest. */
  private static CompletableFuture<byte[]> reading(
      InputStream stream, int limit, @Nullable Process killed) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
              kept.write(buffer, 0, Math.min(n, limit + 1 - kept.size()));
              if (killed != null && kept.size() > limit) {
                kill(killed);
                return kept.toByteArray();
              }
            }
            return kept.toByteArray();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private static byte @Nullable [] rest(CompletableFuture<byte[]> stream)
      throws InterruptedException {
    try {
      return stream.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return null;
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The end has begun, and the hook with it.
      return;
    }
  }
}
