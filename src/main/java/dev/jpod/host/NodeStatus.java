package dev.jpod.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an entry of a file system is, beyond what the JDK tells by itself.
 *
 * @param mode type and permissions as {@code st_mode} has them
 * @param device the device that the entry stands for, as {@code st_rdev} has it
 * @param user unsigned
 * @param group unsigned
 */
public record NodeStatus(int mode, long device, int user, int group) {
  private static final int TYPE_BITS = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int PERMISSION_BITS = 07777;

  /** The status of what a path leads to. */
  public static NodeStatus of(Path path, LinkOption... options) throws IOException {
    Map<String, Object> status = Files.readAttributes(path, "unix:mode,rdev,uid,gid", options);
    return new NodeStatus(
        number(status, "mode").intValue(),
        number(status, "rdev").longValue(),
        number(status, "uid").intValue(),
        number(status, "gid").intValue());
  }

  public boolean isCharacterDevice() {
    return (mode & TYPE_BITS) == CHARACTER_DEVICE;
  }

  public boolean isBlockDevice() {
    return (mode & TYPE_BITS) == BLOCK_DEVICE;
  }

  public int permissions() {
    return mode & PERMISSION_BITS;
  }

  /** The driver of the device. */
  public long major() {
    return (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
  }

  /** Which of the driver's devices it is. */
  public long minor() {
    return (device & 0xff) | (device >>> 12 & ~0xffL);
  }

  private static Number number(Map<String, Object> status, String name) {
    return status.get(name) instanceof Number number ? number : 0;
  }
}
