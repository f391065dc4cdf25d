package dev.jpod.engine;

import dev.jpod.host.Posix;
import dev.jpod.host.ProcessFacts;
import dev.jpod.host.ProcessTable;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a container that has no cgroup which would name them: those that have its root
 * file system as theirs, and what descends from them. What neither is true of, because it has left
 * for a file system of its own and its parents have ended, ends with its PID namespace.
 */
final class ContainerProcesses {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LOOK_NANOS = 10_000_000;

  private final ContainerFiles files;

  ContainerProcesses(ContainerFiles files) {
    this.files = files;
  }

  /** All of them, in the order of their ids; none of another PID namespace's is taken for one. */
  Set<Long> all() {
    ProcessTable table = ProcessTable.read();
    Set<Long> roots = new TreeSet<>();
    Object own = attribute(Path.of("/proc/self/ns/pid"), "ino");
    Object device = attribute(files.merged(), "dev");
    Object folder = attribute(files.merged(), "ino");
    if (own == null || device == null || folder == null) {
      return roots;
    }
    boolean mounted = !device.equals(attribute(files.bundle(), "dev"));
    for (long pid : table.all()) {
      Path process = Path.of("/proc/" + pid);
      Path root = process.resolve("root");
      if (device.equals(attribute(root, "dev"))
          && (mounted || folder.equals(attribute(root, "ino")))
          && !own.equals(attribute(process.resolve("ns/pid"), "ino"))) {
        roots.add(pid);
      }
    }
    return table.withDescendants(roots);
  }

  /** Kills all of them and waits for their end. Idempotent. */
  void end() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Set<Long> left = all(); !left.isEmpty(); left = all()) {
      if (System.nanoTime() > deadline) {
        throw JpodException.failed(
            "the processes " + left + " of container '" + files.id() + "' do not end",
            "they hang in the kernel, for example on a network file system: see 'dmesg'");
      }
      kill(left);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /**
   * Makes a start fail that does not come to its end, by killing what it has started of the
   * container. The container's monitor tells the script that waits for it.
   */
  static void endStart(ContainerFiles files, Cgroups cgroups) {
    switch (cgroups.place()) {
      case CgroupPlace.Below _ -> cgroups.killContainer(files.id());
      case CgroupPlace.None _ -> new ContainerProcesses(files).endBelowMonitor();
    }
  }

  /** While a start goes on, only the monitor itself has written who it is. */
  private void endBelowMonitor() {
    String text = Vitals.text(files.monitorPidFile());
    if (text == null || !text.strip().matches("[1-9][0-9]{0,9}")) {
      return;
    }
    long monitor = Long.parseLong(text.strip());
    ProcessFacts facts = ProcessFacts.of(monitor);
    if (facts != null && facts.command().contains(files.id())) {
      Set<Long> family = ProcessTable.read().withDescendants(Set.of(monitor));
      family.remove(monitor);
      kill(family);
    }
  }

  private static void kill(Set<Long> processes) {
    processes.forEach(pid -> Posix.ofHost().kill(pid, Signals.KILL));
  }

  /** What stat(2) says, of what a link leads to; null where this may not be seen. */
  private static @Nullable Object attribute(Path path, String name) {
    try {
      return Files.getAttribute(path, "unix:" + name);
    } catch (IOException e) {
      return null;
    }
  }
}
