package dev.jpod.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open folder and what can be done with the entries directly in it. Names are bytes, as the
 * kernel has them, and always one path component: a name with a slash, {@code .} and {@code ..} are
 * refused, and no call follows a symbolic link. So nothing that is done here reaches a place
 * outside the folder, whatever the names are.
 *
 * <p>A folder and all that is opened from it belong to one thread; close what was opened from it
 * first.
 */
public final class OpenDirectory extends OpenFile {
  private static final int O_DIRECTORY = isArm() ? 0x4000 : 0x10000;
  private static final int O_NOFOLLOW = isArm() ? 0x8000 : 0x20000;

  private final boolean ownsCalls;

  private OpenDirectory(FileCalls calls, int fd, boolean ownsCalls) {
    super(calls, fd);
    this.ownsCalls = ownsCalls;
  }

  /**
   * Opens a folder by its path, following symbolic links: only for paths that jpod itself chose.
   */
  public static OpenDirectory open(Path path) throws IOException {
    FileCalls calls = new FileCalls();
    try {
      int flags = FileCalls.O_RDONLY | O_DIRECTORY;
      int fd = calls.open(FileCalls.AT_FDCWD, PathBytes.of(path), flags, 0);
      return new OpenDirectory(calls, fd, true);
    } catch (IOException | RuntimeException e) {
      calls.close();
      throw e;
    }
  }

  /**
   * Opens a folder in this one.
   *
   * @throws SystemCallException with {@link Errno#ENOTDIR} for everything else, a symbolic link to
   *     a folder included
   */
  public OpenDirectory openDirectory(byte[] name) throws IOException {
    int flags = FileCalls.O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
    return new OpenDirectory(calls, calls.open(fd, component(name), flags, 0), false);
  }

  /** The same folder, opened once more and not read yet. */
  public OpenDirectory reopened() throws IOException {
    byte[] itself = {'.'};
    int flags = FileCalls.O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
    return new OpenDirectory(calls, calls.open(fd, itself, flags, 0), false);
  }

  /** What the folder itself is. */
  public EntryStatus status() throws IOException {
    return calls.status(fd);
  }

  /** What an entry is; null when there is none. */
  public @Nullable EntryStatus status(byte[] name) throws IOException {
    return calls.status(fd, component(name));
  }

  /**
   * The names of all entries, in no order; to be asked once, before anything else has read the
   * folder.
   */
  public List<byte[]> entries() throws IOException {
    return EntryNames.of(fd);
  }

  /** An extended attribute of the entry itself, also of a symbolic link; null when it has none. */
  public byte @Nullable [] attribute(byte[] name, String attribute) throws IOException {
    return calls.attribute(fd, component(name), attribute);
  }

  /** The target of a symbolic link, byte for byte. */
  public byte[] readLink(byte[] name) throws IOException {
    return calls.readLink(fd, component(name));
  }

  public void makeDirectory(byte[] name, int mode) throws IOException {
    calls.makeDirectory(fd, component(name), mode);
  }

  /** Creates a regular file; fails with {@link Errno#EEXIST} when there is an entry of the name. */
  public NewFile createFile(byte[] name, int mode) throws IOException {
    int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL | O_NOFOLLOW;
    return new NewFile(calls, calls.open(fd, component(name), flags, mode));
  }

  /**
   * Opens a file for reading, and does not wait when it turns out to be a pipe; fails with {@link
   * Errno#ELOOP} for a symbolic link.
   */
  public ReadableFile openFile(byte[] name) throws IOException {
    int flags = FileCalls.O_RDONLY | FileCalls.O_NONBLOCK | O_NOFOLLOW;
    return new ReadableFile(calls, calls.open(fd, component(name), flags, 0));
  }

  public void makeSymbolicLink(byte[] name, byte[] target) throws IOException {
    calls.makeSymbolicLink(target, fd, component(name));
  }

  /** Makes a pipe or device; the umask applies to the mode. */
  public void makeNode(byte[] name, NodeType type, int mode, int major, int minor)
      throws IOException {
    long high = ((major & 0xfffff000L) << 32) | ((minor & 0xffffff00L) << 12);
    long low = ((major & 0xfffL) << 8) | (minor & 0xffL);
    calls.makeNode(fd, component(name), type.bits() | mode, high | low);
  }

  /** Makes {@code name} here a hard link to an entry of another folder, or of this one. */
  public void link(byte[] name, OpenDirectory targetFolder, byte[] target) throws IOException {
    calls.link(targetFolder.fd, component(target), fd, component(name));
  }

  /** Moves an entry to another folder of the same file system. */
  public void move(byte[] name, OpenDirectory folder, byte[] newName) throws IOException {
    calls.rename(fd, component(name), folder.fd, component(newName));
  }

  /** Removes an entry that is not a folder. */
  public void unlink(byte[] name) throws IOException {
    calls.unlink(fd, component(name));
  }

  /** Sets the owner of the entry itself, also of a symbolic link. */
  public void setOwner(byte[] name, int user, int group) throws IOException {
    calls.setOwner(fd, component(name), user, group);
  }

  /**
   * Sets the mode of a pipe or device that the caller has just made. A symbolic link has no mode of
   * its own: this call would follow it.
   */
  public void setNodeMode(byte[] name, int mode) throws IOException {
    calls.setMode(fd, component(name), mode);
  }

  /** Sets the times of the entry itself, also of a symbolic link. */
  public void setTimes(byte[] name, long seconds, long nanos) throws IOException {
    calls.setTimes(fd, component(name), seconds, nanos);
  }

  /** Sets an extended attribute of the entry itself, also of a symbolic link. */
  public void setAttribute(byte[] name, String attribute, byte[] value) throws IOException {
    calls.setAttribute(fd, component(name), attribute, value);
  }

  /** Makes everything durable that was written to this folder's file system. */
  public void syncFileSystem() throws IOException {
    calls.syncFileSystem(fd);
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      if (ownsCalls) {
        calls.close();
      }
    }
  }

  private static byte[] component(byte[] name) {
    boolean dots = name.length <= 2;
    for (byte b : name) {
      if (b == '/') {
        throw new IllegalArgumentException("a name of one entry has no slash");
      }
      dots &= b == '.';
    }
    if (dots) {
      throw new IllegalArgumentException("'.', '..' and nothing are not names of entries");
    }
    return name;
  }

  private static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }
}
