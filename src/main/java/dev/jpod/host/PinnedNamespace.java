package dev.jpod.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a path has a kernel namespace mounted on it, which so outlives its processes. */
public final class PinnedNamespace {
  private PinnedNamespace() {}

  /** Whether one is: then the file is on another file system than its folder. */
  public static boolean isAt(Path path) {
    try {
      Path folder = path.getParent();
      return folder != null
          && Files.exists(path)
          && !Files.getAttribute(path, "unix:dev").equals(Files.getAttribute(folder, "unix:dev"));
    } catch (IOException e) {
      return false;
    }
  }
}
