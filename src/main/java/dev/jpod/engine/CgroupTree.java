package dev.jpod.engine;

import dev.jpod.host.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/** A cgroup of one hierarchy, with those below it: a container may make some of its own. */
final class CgroupTree {
  private static final int SIGKILL = 9;

  private CgroupTree() {}

  /** All processes, in the order of their ids. What is not there has none. */
  static Set<Long> processes(Path folder) {
    Set<Long> processes = new TreeSet<>();
    collect(folder, processes);
    return processes;
  }

  private static void collect(Path folder, Set<Long> processes) {
    try {
      String ids =
          new String(Files.readAllBytes(folder.resolve("cgroup.procs")), StandardCharsets.US_ASCII);
      ids.lines().forEach(pid -> processes.add(Long.parseLong(pid)));
      try (DirectoryStream<Path> below = Files.newDirectoryStream(folder, Files::isDirectory)) {
        below.forEach(each -> collect(each, processes));
      }
    } catch (IOException gone) {
      return;
    }
  }

  /** Kills these processes, and on version 2 those, too, that were begun meanwhile. */
  static void kill(Path folder, Set<Long> processes) {
    try {
      Files.writeString(folder.resolve("cgroup.kill"), "1", StandardOpenOption.WRITE);
    } catch (IOException e) {
      // Version 1 has no such file, and neither have kernels before 5.14.
      processes.forEach(pid -> Posix.ofHost().kill(pid, SIGKILL));
    }
  }

  /** Removes what has no process any more. */
  static void remove(Path folder) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
      children.forEach(CgroupTree::remove);
    } catch (IOException e) {
      return;
    }
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Processes that were killed need a moment to leave; the caller looks again.
      return;
    }
  }
}
