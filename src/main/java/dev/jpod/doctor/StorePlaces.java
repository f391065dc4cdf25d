package dev.jpod.doctor;

import dev.jpod.host.ProcFs;
import dev.jpod.host.ProcFs.MountedFileSystem;
import dev.jpod.model.JpodException;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a store can lie where it was named. */
final class StorePlaces {
  private static final String ELSEWHERE =
      "choose a folder on a disk of this host: --root, JPOD_ROOT, or 'root' in the configuration";

  private StorePlaces() {}

  /** What every command refuses them for, and what their file system cannot hold. */
  static List<Finding> examine(Path root, Path runroot) {
    try {
      return examine(StoreLayout.at(root, runroot).root());
    } catch (JpodException e) {
      return List.of(Finding.error(String.valueOf(e.getMessage()), e.hint()));
    }
  }

  /**
   * Whether the file system can hold what containers are made of.
   *
   * @param store absolute and without links; it need not be there yet
   */
  static List<Finding> examine(Path store) {
    try {
      return examine(store, ProcFs.fileSystemOf(store));
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
