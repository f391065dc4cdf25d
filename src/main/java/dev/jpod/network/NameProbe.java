package dev.jpod.network;

import dev.jpod.network.Ground.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a server for names answers. On the host it is asked. Into another namespace no
 * question gets from here, but the kernel shows the sockets of the server: what comes once they are
 * open waits there for its answer.
 */
final class NameProbe {
  private static final String OF_THIS_PROCESS = "/proc/net/";

  private NameProbe() {}

  /** Whether the server told these names before the time was up. */
  static boolean knows(
      Ground ground, ResidentProgram server, Iterable<NameFile> files, int port, Duration timeout) {
    for (NameFile file : files) {
      boolean knows =
          ground.owner() == Owner.HOST
              ? NameQuery.awaitName(file.server(), port, file.marker(), timeout)
              : listens(server, file, port, timeout);
      if (!knows) {
        return false;
      }
    }
    return true;
  }

  private static boolean listens(
      ResidentProgram server, NameFile file, int port, Duration timeout) {
    long until = System.nanoTime() + timeout.toNanos();
    try {
      while (System.nanoTime() < until) {
        long pid = server.pid();
        if (pid != 0 && HostPorts.read(filesOf(pid)).hear(file.listening(), port)) {
          return true;
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** What the kernel shows of the namespace that a process is in. */
  private static KernelFiles filesOf(long pid) {
    return new KernelFiles() {
      @Override
      public List<String> lines(Path file) throws IOException {
        String name = file.toString().substring(OF_THIS_PROCESS.length());
        try {
          return Files.readAllLines(
              Path.of("/proc", Long.toString(pid), "net", name), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
          return List.of();
        }
      }
    };
  }
}
