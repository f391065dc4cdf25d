package dev.jpod.doctor;

import dev.jpod.host.ProcFs;
import dev.jpod.host.ProcFs.MountedFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whether the file system that a store is to lie on can hold what containers are made of. */
final class StorePlaces {
  private static final String ELSEWHERE =
      "choose a folder on a disk of this host: --root, JPOD_ROOT, or 'root' in the configuration";

  private StorePlaces() {}

  static List<Finding> examine(Path store) {
    try {
      Path there = store.toAbsolutePath().normalize();
      while (!Files.exists(there)) {
        there = Objects.requireNonNull(there.getParent(), "the root folder is always there");
      }
      return examine(store, ProcFs.fileSystemOf(there.toRealPath()));
    } catch (IOException e) {
      return List.of(
          Finding.error("'" + store + "' cannot be looked at: " + e.getMessage(), ELSEWHERE));
    }
  }

  static List<Finding> examine(Path store, MountedFileSystem on) {
    List<Finding> found = new ArrayList<>();
    if (on.type().startsWith("nfs") || on.type().equals("cifs") || on.type().equals("smb3")) {
      found.add(
          Finding.error(
              "the store '"
                  + store
                  + "' would lie on "
                  + on.type()
                  + ", which knows nothing of a user's own numbers for his containers",
              ELSEWHERE));
    }
    if (on.options().contains("noexec")) {
      found.add(
          Finding.error(
              "the store '"
                  + store
                  + "' would lie on '"
                  + on.place()
                  + "', which is mounted noexec: no program of an image could run",
              ELSEWHERE));
    }
    return found;
  }
}
