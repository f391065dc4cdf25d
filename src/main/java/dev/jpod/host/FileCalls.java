package dev.jpod.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link LibcFiles} with Java's types: names and values as bytes, failures as exceptions. An object
 * holds the native memory of its calls, so it belongs to one thread.
 */
final class FileCalls implements AutoCloseable {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int AT_FDCWD = -100;

  /** As long as the longest value of an extended attribute. */
  static final int BUFFER = 64 * 1024;

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC = 0x7ff;
  private static final int LONGEST_NAME = 4096;
  private static final long NAME_BYTES = LONGEST_NAME + 64L;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment name = arena.allocate(NAME_BYTES);
  private final MemorySegment otherName = arena.allocate(NAME_BYTES);
  private final MemorySegment times = arena.allocate(32, 8);
  private final MemorySegment status = arena.allocate(256, 8);
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);

  int open(int directory, byte[] path, int flags, int mode) throws SystemCallException {
    try {
      int fd =
          (int)
              LibcDescriptors.OPENAT.invokeExact(
                  state, directory, text(path, name), flags | O_CLOEXEC, mode);
      check(fd, "open", path);
      return fd;
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void close(int fd) throws SystemCallException {
    try {
      check((int) LibcDescriptors.CLOSE.invokeExact(state, fd), "close", "a file");
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** Reads as much as there is at once; 0 at the end of the file. */
  int read(int fd, byte[] bytes, int offset, int length) throws SystemCallException {
    try {
      int most = Math.min(BUFFER, length);
      long count = (long) LibcReading.READ.invokeExact(state, fd, buffer, (long) most);
      check(count, "read", "a file");
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, (int) count);
      return (int) count;
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** Writes all bytes; the kernel may take them in parts. */
  void write(int fd, byte[] bytes, int offset, int length) throws SystemCallException {
    try {
      for (int done = 0; done < length; ) {
        int part = Math.min(BUFFER, length - done);
        MemorySegment.copy(bytes, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, part);
        long written = (long) LibcFiles.WRITE.invokeExact(state, fd, buffer, (long) part);
        check(written, "write", "a file");
        done += (int) written;
      }
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** Moves the place of the next write on, over a hole. */
  void skip(int fd, long bytes) throws SystemCallException {
    int seekCurrent = 1;
    try {
      check((long) LibcFiles.LSEEK.invokeExact(state, fd, bytes, seekCurrent), "seek", "a file");
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void truncate(int fd, long size) throws SystemCallException {
    try {
      check((int) LibcFiles.FTRUNCATE.invokeExact(state, fd, size), "truncate", "a file");
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void makeDirectory(int directory, byte[] entry, int mode) throws SystemCallException {
    try {
      check(
          (int) LibcFiles.MKDIRAT.invokeExact(state, directory, text(entry, name), mode),
          "mkdir",
          entry);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void makeNode(int directory, byte[] entry, int mode, long device) throws SystemCallException {
    try {
      check(
          (int) LibcFiles.MKNODAT.invokeExact(state, directory, text(entry, name), mode, device),
          "mknod",
          entry);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void makeSymbolicLink(byte[] target, int directory, byte[] entry) throws SystemCallException {
    try {
      check(
          (int)
              LibcFiles.SYMLINKAT.invokeExact(
                  state, text(target, otherName), directory, text(entry, name)),
          "symlink",
          entry);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** Makes a hard link to the entry itself, also when that is a symbolic link. */
  void link(int fromDirectory, byte[] from, int toDirectory, byte[] to) throws SystemCallException {
    try {
      check(
          (int)
              LibcFiles.LINKAT.invokeExact(
                  state, fromDirectory, text(from, otherName), toDirectory, text(to, name), 0),
          "link",
          to);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void rename(int fromDirectory, byte[] from, int toDirectory, byte[] to)
      throws SystemCallException {
    try {
      check(
          (int)
              LibcFiles.RENAMEAT.invokeExact(
                  state, fromDirectory, text(from, otherName), toDirectory, text(to, name)),
          "rename",
          from);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void unlink(int directory, byte[] entry) throws SystemCallException {
    try {
      check(
          (int) LibcFiles.UNLINKAT.invokeExact(state, directory, text(entry, name), 0),
          "unlink",
          entry);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  byte[] readLink(int directory, byte[] entry) throws SystemCallException {
    try {
      long length =
          (long)
              LibcFiles.READLINKAT.invokeExact(
                  state, directory, text(entry, name), buffer, (long) BUFFER);
      check(length, "readlink", entry);
      return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** What the entry itself is; null when there is none. */
  @Nullable EntryStatus status(int directory, byte[] entry) throws SystemCallException {
    try {
      int result =
          (int)
              LibcFiles.STATX.invokeExact(
                  state, directory, text(entry, name), AT_SYMLINK_NOFOLLOW, STATX_BASIC, status);
      if (result < 0 && Libc.errno(state) == Errno.ENOENT) {
        return null;
      }
      check(result, "stat", entry);
      return status();
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** What an open file or folder is. */
  EntryStatus status(int fd) throws SystemCallException {
    byte[] itself = {};
    try {
      int result =
          (int)
              LibcFiles.STATX.invokeExact(
                  state, fd, text(itself, name), AT_EMPTY_PATH, STATX_BASIC, status);
      check(result, "stat", "a file");
      return status();
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  private EntryStatus status() {
    return new EntryStatus(
        status.get(ValueLayout.JAVA_SHORT, 0x1c) & 0xffff,
        (long) status.get(ValueLayout.JAVA_INT, 0x88) << 32
            | Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, 0x8c)),
        status.get(ValueLayout.JAVA_LONG, 0x20),
        status.get(ValueLayout.JAVA_INT, 0x10),
        Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, 0x14)),
        Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, 0x18)),
        status.get(ValueLayout.JAVA_LONG, 0x70),
        status.get(ValueLayout.JAVA_INT, 0x78),
        status.get(ValueLayout.JAVA_INT, 0x80),
        status.get(ValueLayout.JAVA_INT, 0x84));
  }

  void setOwner(int directory, byte[] entry, int user, int group) throws SystemCallException {
    try {
      check(
          (int)
              LibcFiles.FCHOWNAT.invokeExact(
                  state, directory, text(entry, name), user, group, AT_SYMLINK_NOFOLLOW),
          "chown",
          entry);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void setOwner(int fd, int user, int group) throws SystemCallException {
    try {
      check((int) LibcFiles.FCHOWN.invokeExact(state, fd, user, group), "chown", "a file");
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** Follows a symbolic link: only for an entry that the caller knows to be none. */
  void setMode(int directory, byte[] entry, int mode) throws SystemCallException {
    try {
      check(
          (int) LibcFiles.FCHMODAT.invokeExact(state, directory, text(entry, name), mode, 0),
          "chmod",
          entry);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void setMode(int fd, int mode) throws SystemCallException {
    try {
      check((int) LibcFiles.FCHMOD.invokeExact(state, fd, mode), "chmod", "a file");
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void setTimes(int directory, byte[] entry, long seconds, long nanos) throws SystemCallException {
    try {
      check(
          (int)
              LibcFiles.UTIMENSAT.invokeExact(
                  state,
                  directory,
                  text(entry, name),
                  bothTimes(seconds, nanos),
                  AT_SYMLINK_NOFOLLOW),
          "utimens",
          entry);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void setTimes(int fd, long seconds, long nanos) throws SystemCallException {
    try {
      check(
          (int) LibcFiles.FUTIMENS.invokeExact(state, fd, bothTimes(seconds, nanos)),
          "utimens",
          "a file");
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void setAttribute(int fd, String attribute, byte[] value) throws SystemCallException {
    try {
      check(
          (int)
              LibcFiles.FSETXATTR.invokeExact(
                  state, fd, attributeName(attribute), value(value), (long) value.length, 0),
          "setxattr",
          attribute);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  void setAttribute(int directory, byte[] entry, String attribute, byte[] value)
      throws SystemCallException {
    try {
      check(
          (int)
              LibcFiles.LSETXATTR.invokeExact(
                  state,
                  text(pathOf(directory, entry), name),
                  attributeName(attribute),
                  value(value),
                  (long) value.length,
                  0),
          "setxattr",
          attribute);
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  /** The value of an extended attribute of the entry itself; null when it has none. */
  byte @Nullable [] attribute(int directory, byte[] entry, String attribute)
      throws SystemCallException {
    text(pathOf(directory, entry), name);
    attributeName(attribute);
    long length =
        SystemCalls.call(
            SystemCalls.LGETXATTR,
            name.address(),
            otherName.address(),
            buffer.address(),
            BUFFER,
            0);
    if (length == -Errno.ENODATA || length == -Errno.EOPNOTSUPP) {
      return null;
    }
    if (length < 0) {
      throw new SystemCallException("getxattr", shown(entry), (int) -length);
    }
    return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** There is no call relative to a directory before Linux 6.13, hence the way through /proc. */
  private static byte[] pathOf(int directory, byte[] entry) {
    byte[] prefix = ("/proc/self/fd/" + directory + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] path = Arrays.copyOf(prefix, prefix.length + entry.length);
    System.arraycopy(entry, 0, path, prefix.length, entry.length);
    return path;
  }

  void syncFileSystem(int fd) throws SystemCallException {
    try {
      check((int) LibcFiles.SYNCFS.invokeExact(state, fd), "syncfs", "a file");
    } catch (Throwable e) {
      throw translated(e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  private MemorySegment bothTimes(long seconds, long nanos) {
    for (long at = 0; at < 32; at += 16) {
      times.set(ValueLayout.JAVA_LONG, at, seconds);
      times.set(ValueLayout.JAVA_LONG, at + 8, nanos);
    }
    return times;
  }

  private MemorySegment attributeName(String attribute) throws SystemCallException {
    return text(attribute.getBytes(StandardCharsets.UTF_8), otherName);
  }

  private MemorySegment value(byte[] value) throws SystemCallException {
    if (value.length > BUFFER) {
      throw new SystemCallException("setxattr", "a value", Errno.ENOSPC);
    }
    MemorySegment.copy(value, 0, buffer, ValueLayout.JAVA_BYTE, 0, value.length);
    return buffer;
  }

  private static MemorySegment text(byte[] bytes, MemorySegment memory) throws SystemCallException {
    if (bytes.length >= NAME_BYTES) {
      throw new SystemCallException("use", shown(bytes), Errno.ENAMETOOLONG);
    }
    for (byte b : bytes) {
      if (b == 0) {
        throw new SystemCallException("use", shown(bytes), Errno.EINVAL);
      }
    }
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    memory.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return memory;
  }

  private void check(long result, String call, byte[] subject) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, shown(subject), Libc.errno(state));
    }
  }

  private void check(long result, String call, String subject) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, subject, Libc.errno(state));
    }
  }

  private static String shown(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }

  private static SystemCallException translated(Throwable e) {
    if (e instanceof SystemCallException failure) {
      return failure;
    }
    throw Libc.broken(e);
  }
}
