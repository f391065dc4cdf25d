package dev.jpod.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Reads again and again the arguments and the environment of every process that the host has, and
 * keeps those with a secret in them. Environments count but for those of whom they are meant for:
 * containers, jpod itself, and the program that fetches a secret.
 */
final class ProcessWatch implements AutoCloseable {
  private final Sentinels sentinels;
  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final Thread thread;
  private volatile boolean closed;

  ProcessWatch(Sentinels sentinels) {
    this.sentinels = sentinels;
    this.thread = Thread.ofPlatform().daemon().start(this::look);
  }

  private void look() {
    while (!closed) {
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        processes.forEach(this::look);
        Thread.sleep(1);
      } catch (IOException | InterruptedException e) {
        return;
      }
    }
  }

  private void look(Path process) {
    String arguments = read(process.resolve("cmdline"));
    if (!sentinels.in(arguments).isEmpty()) {
      found.add("arguments " + arguments.replace('\0', ' '));
    }
    boolean meant =
        arguments.contains("jpod.jar")
            || arguments.contains("/bin/jpod")
            || arguments.contains("jspawnhelper")
            || arguments.contains("fetch")
            || arguments.contains("hidden")
            || read(process.resolve("cgroup")).contains("/jpod/");
    if (!meant && !sentinels.in(read(process.resolve("environ"))).isEmpty()) {
      // The environment of a process may be its parent's until it has executed its program.
      String again = read(process.resolve("cmdline"));
      if (again.equals(arguments) && !arguments.isEmpty()) {
        found.add("environment of " + arguments.replace('\0', ' '));
      }
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** What was found so far. */
  Set<String> found() {
    return found;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
