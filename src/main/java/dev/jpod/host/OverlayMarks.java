package dev.jpod.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** The marks that overlayfs leaves in the folders of a layer. */
public final class OverlayMarks {
  /** Root's, and the one for everybody who is root in a user namespace only. */
  private static final List<String> OPAQUE =
      List.of("trusted.overlay.opaque", "user.overlay.opaque");

  private OverlayMarks() {}

  /** Whether a folder hides the folders of its name in the layers below. */
  public static boolean isOpaque(Path folder) {
    for (String mark : OPAQUE) {
      if (has(folder, mark)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Path folder, String mark) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(1);
      long length =
          SystemCalls.call(
              SystemCalls.LGETXATTR,
              arena.allocateFrom(folder.toString()).address(),
              arena.allocateFrom(mark).address(),
              value.address(),
              1,
              0);
      return length == 1 && value.get(JAVA_BYTE, 0) == 'y';
    }
  }
}
