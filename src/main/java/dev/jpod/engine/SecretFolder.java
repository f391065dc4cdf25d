package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the folder of a container in which all of its secrets lie: below runroot, and in memory
 * whatever runroot itself is on.
 */
final class SecretFolder {
  private final Programs programs;
  private final ProcessRunner runner;

  SecretFolder(Programs programs, ProcessRunner runner) {
    this.programs = programs;
    this.runner = runner;
  }

  /** Makes the folder, unless it is there. */
  void make(ContainerFiles files) throws IOException {
    Path folder = files.secrets();
    if (Files.isDirectory(folder)) {
      return;
    }
    GrantedFiles.makeFolder(folder);
    String type = Files.getFileStore(folder).type();
    if (type.equals("tmpfs") || type.equals("ramfs")) {
      return;
    }
    runner.require(
        Command.of(
            List.of(
                programs.require("mount").toString(),
                "-t",
                "tmpfs",
                "-o",
                "mode=0700,nosuid,nodev,noexec",
                "jpod-secrets",
                folder.toString())),
        "mounting a file system in memory for secrets");
  }
}
