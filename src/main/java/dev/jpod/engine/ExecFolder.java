package dev.jpod.engine;

import dev.jpod.host.FileTree;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder for one run of a program in a container, which only its owner reads. It lies in memory
 * where the container has secrets in its environment, since the program gets them, too.
 */
record ExecFolder(Path path) implements AutoCloseable {
  static ExecFolder make(ContainerFiles files) throws IOException {
    return new ExecFolder(
        Files.createTempDirectory(
            Bundle.hasSecrets(files) ? files.secrets() : files.run(),
            "exec-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
  }

  /** Writes what is to run, for the runtime to read. */
  Path write(ObjectNode process) throws IOException {
    return Files.writeString(path.resolve("process.json"), process.toString());
  }

  /** Removes the folder with all that is in it. */
  @Override
  public void close() {
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw DiskFailure.of(e, path, "be removed");
    }
  }
}
