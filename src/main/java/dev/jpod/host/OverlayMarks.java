package dev.jpod.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The marks that overlayfs leaves in the folders of a layer. */
public final class OverlayMarks {
  private static final String OPAQUE = "trusted.overlay.opaque";

  private OverlayMarks() {}

  /** Whether a folder hides the folders of its name in the layers below. */
  public static boolean isOpaque(Path folder) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(1);
      long length =
          SystemCalls.call(
              SystemCalls.LGETXATTR,
              arena.allocateFrom(folder.toString()).address(),
              arena.allocateFrom(OPAQUE).address(),
              value.address(),
              1,
              0);
      return length == 1 && value.get(JAVA_BYTE, 0) == 'y';
    }
  }
}
