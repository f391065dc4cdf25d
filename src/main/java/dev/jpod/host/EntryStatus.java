package dev.jpod.host;

/**
 * What an entry of a folder is, without following a symbolic link.
 *
 * @param mode type and permissions as {@code st_mode} has them
 * @param place the file system that the inode number counts in
 * @param links how many names it has
 * @param seconds when it was last modified
 * @param major of the device that the entry stands for
 * @param minor of the device that the entry stands for
 */
public record EntryStatus(
    int mode,
    long place,
    long inode,
    int links,
    long user,
    long group,
    long seconds,
    int nanos,
    int major,
    int minor) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;

  private static final int PERMISSIONS = 07777;
  private static final int SET_ID = 06000;

  public boolean isRegularFile() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  public boolean isSymbolicLink() {
    return (mode & TYPE) == SYMBOLIC_LINK;
  }

  public boolean isPipe() {
    return (mode & TYPE) == PIPE;
  }

  /** The mode without the type. */
  public int permissions() {
    return mode & PERMISSIONS;
  }

  /** Whether a program runs as the owner or group of its file. */
  public boolean isSetId() {
    return (mode & SET_ID) != 0;
  }

  /** Whether overlayfs takes the entry as "removed here": a character device 0:0. */
  public boolean isWhiteout() {
    return (mode & TYPE) == CHARACTER_DEVICE && major == 0 && minor == 0;
  }
}
