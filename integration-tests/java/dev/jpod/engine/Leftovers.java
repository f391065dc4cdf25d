package dev.jpod.engine;

import dev.jpod.host.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        String command = commandLine(entry);
        if (command.contains(folder.toString())) {
          found.add("process " + entry.getFileName() + " " + command);
        }
      }
    }
    return found;
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
