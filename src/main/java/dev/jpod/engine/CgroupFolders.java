package dev.jpod.engine;

import dev.jpod.runtime.CgroupFile;
import dev.jpod.runtime.CgroupVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the files of control groups. What is not there counts as nothing. */
final class CgroupFolders {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private final CgroupVersion version;

  CgroupFolders(CgroupVersion version) {
    this.version = version;
  }

  /** The contents of those of the files that are there, by name. */
  Map<String, String> contents(String cgroup, List<CgroupFile> files) {
    Map<String, String> contents = new HashMap<>();
    if (cgroup.isEmpty()) {
      return contents;
    }
    for (CgroupFile file : files) {
      String text = read(folder(file.controller(), cgroup).resolve(file.name()));
      if (!text.isEmpty()) {
        contents.put(file.name(), text);
      }
    }
    return contents;
  }

  /** The processes of a cgroup and of those below it, in the order of their ids. */
  Set<Long> processes(String cgroup) {
    return cgroup.isEmpty() ? Set.of() : CgroupTree.processes(folder("pids", cgroup));
  }

  private Path folder(String controller, String cgroup) {
    Path root =
        switch (version) {
          case V1 -> MOUNT.resolve(controller);
          case V2 -> MOUNT;
        };
    return root.resolve(cgroup.substring(1));
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (IOException gone) {
      return "";
    }
  }
}
