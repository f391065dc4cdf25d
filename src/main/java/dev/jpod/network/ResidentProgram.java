package dev.jpod.network;

import dev.jpod.host.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A program that stays while pods are up, and that a file with its process id names. The note can
 * be older than the boot, so a word of the command line that no other program has tells whether it
 * is meant.
 *
 * @param pidFile may be missing, or hold anything
 * @param mark a whole argument of the program
 */
record ResidentProgram(Path pidFile, String mark) {
  private static final Duration TO_END = Duration.ofSeconds(2);

  /** The process, or 0 when it does not live. */
  long pid() {
    try {
      String text = Files.readString(pidFile, StandardCharsets.US_ASCII).strip();
      String commandLine =
          Files.readString(Path.of("/proc", text, "cmdline"), StandardCharsets.ISO_8859_1);
      return commandLine.contains("\0" + mark + "\0") ? Long.parseLong(text) : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Ends it, by force if it takes its time; when this returns, it does not live. Idempotent. */
  void end() {
    long pid = pid();
    if (pid == 0) {
      return;
    }
    long started = ProcFs.startTicks(pid);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    awaitEnd(pid, started);
    if (ProcFs.lives(pid, started)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      awaitEnd(pid, started);
    }
  }

  private static void awaitEnd(long pid, long started) {
    long until = System.nanoTime() + TO_END.toNanos();
    try {
      while (ProcFs.lives(pid, started) && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
