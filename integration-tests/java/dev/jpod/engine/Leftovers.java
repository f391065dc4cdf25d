package dev.jpod.engine;

import dev.jpod.host.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What containers can leave on a host: mounts, control groups and monitors of jpod's tests. Two of
 * them are equal when nothing came and nothing went in between.
 */
record Leftovers(Set<String> mounts, Set<String> cgroups, Set<String> processes) {
  static Leftovers now() throws IOException {
    Set<String> mounts = new TreeSet<>();
    for (Path mount : ProcFs.mountsBelow(Path.of("/"))) {
      if (mount.toString().contains("jpod-it-")) {
        mounts.add(mount.toString());
      }
    }
    Set<String> cgroups = new TreeSet<>();
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
      for (Path hierarchy : hierarchies) {
        collectFolders(hierarchy.resolve("jpod"), cgroups);
      }
    }
    Set<String> processes = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        String command = commandLine(entry);
        if (command.contains("jpod-it-") && !command.contains("java")) {
          processes.add(entry.getFileName() + " " + command);
        }
      }
    }
    return new Leftovers(mounts, cgroups, processes);
  }

  private static void collectFolders(Path folder, Set<String> found) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      entries.forEach(entry -> found.add(entry.toString()));
    }
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
