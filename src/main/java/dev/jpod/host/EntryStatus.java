package dev.jpod.host;

/**
 * What an entry of a folder is, without following a symbolic link.
 *
 * @param mode type and permissions as {@code st_mode} has them
 * @param major of the device that the entry stands for
 * @param minor of the device that the entry stands for
 */
public record EntryStatus(int mode, long inode, int major, int minor) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int CHARACTER_DEVICE = 0020000;

  public boolean isRegularFile() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  public boolean isSymbolicLink() {
    return (mode & TYPE) == SYMBOLIC_LINK;
  }

  /** Whether overlayfs takes the entry as "removed here": a character device 0:0. */
  public boolean isWhiteout() {
    return (mode & TYPE) == CHARACTER_DEVICE && major == 0 && minor == 0;
  }
}
