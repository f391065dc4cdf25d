package dev.jpod.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

  /**
   * The name of the namespace that is mounted there, as the links in {@code /proc/PID/ns} have it:
   * {@code net:[4026531840]}; null when none is.
   *
   * @param kind the name of such a link
   */
  public static @Nullable String identity(Path path, String kind) {
    try {
      return isAt(path) ? kind + ":[" + Files.getAttribute(path, "unix:ino") + "]" : null;
    } catch (IOException e) {
      return null;
    }
  }
}
