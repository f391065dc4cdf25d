package dev.jpod.engine;

import dev.jpod.Processes;
import dev.jpod.host.ProcFs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What containers can leave on a host outside of their folders. */
final class Leftovers {
  private Leftovers() {}

  /** The mounts, control groups and processes of these containers and of this folder. */
  static List<String> of(Path folder, List<String> ids) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path mount : ProcFs.mountsBelow(folder)) {
      found.add("mount " + mount);
    }
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
      for (Path hierarchy : hierarchies) {
        for (String id : ids) {
          Path cgroup = hierarchy.resolve("jpod").resolve(id);
          if (Files.exists(cgroup)) {
            found.add("cgroup " + cgroup);
          }
        }
      }
    }
    for (String process : Processes.naming(folder)) {
      found.add("process " + process);
    }
    return found;
  }
}
