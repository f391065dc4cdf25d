package dev.jpod.host;

import dev.jpod.model.IdMappings;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rights that a program gets by its file; see capabilities(7). */
public final class FileCapabilities {
  /** The extended attribute that holds them; a new owner takes it away. */
  public static final String ATTRIBUTE = "security.capability";

  private static final int REVISION = 0xff000000;
  private static final int FOR_ROOT = 0x02000000;
  private static final int FOR_NAMESPACE = 0x03000000;
  private static final int PLAIN_BYTES = 20;
  private static final int BYTES = 24;

  private FileCapabilities() {}

  /** Whether the file of a program gives it any. */
  public static boolean has(Path program) {
    try (Arena arena = Arena.ofConfined()) {
      return SystemCalls.call(
              SystemCalls.LGETXATTR,
              arena.allocateFrom(program.toString()).address(),
              arena.allocateFrom(ATTRIBUTE).address(),
              0,
              0,
              0)
          > 0;
    }
  }

  /**
   * The same rights, for who is in a user namespace and nobody else: they name its root instead of
   * the one around it.
   *
   * @param value the attribute as it is around that namespace
   * @return null when the namespace has no such root, or the value is none that the kernel takes
   */
  public static byte @Nullable [] shifted(byte[] value, IdMappings ids) {
    if (value.length != PLAIN_BYTES && value.length != BYTES) {
      return null;
    }
    ByteBuffer rights = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).put(value);
    int head = rights.getInt(0);
    boolean named = value.length == BYTES;
    if ((head & REVISION) != (named ? FOR_NAMESPACE : FOR_ROOT)) {
      return null;
    }
    long root = ids.user(named ? Integer.toUnsignedLong(rights.getInt(PLAIN_BYTES)) : 0);
    if (root < 0) {
      return null;
    }
    if (root == 0 && !named) {
      return value;
    }
    rights.putInt(0, (head & ~REVISION) | FOR_NAMESPACE).putInt(PLAIN_BYTES, (int) root);
    return rights.array();
  }
}
