package dev.jpod.host;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/** Takes mounts away. */
public final class Mounts {
  private static final int DETACH = 2;
  private static final int NO_FOLLOW = 8;

  private Mounts() {}

  /** Detaches every file system that is mounted at or below a folder. Idempotent. */
  public static void detachBelow(Path folder) throws IOException {
    List<Path> mounts = ProcFs.mountsBelow(folder);
    for (Path mount : mounts.reversed()) {
      detach(mount);
    }
  }

  private static void detach(Path mount) {
    long result;
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(mount.toString()).address();
      result = SystemCalls.call(SystemCalls.UMOUNT2, name, DETACH | NO_FOLLOW, 0, 0, 0);
    }
    // Somebody else may have been faster, or may have taken the folder away with the mount.
    if (result < 0 && result != -Errno.EINVAL && result != -Errno.ENOENT) {
      throw JpodException.failed(
          "'" + mount + "' could not be unmounted: " + Errno.describe((int) -result),
          "see who uses it with 'fuser -vm " + mount + "'");
    }
  }
}
