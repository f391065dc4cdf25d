package dev.jpod.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one container's log: the one that conmon writes, and older ones with a number behind
 * their name, the highest for the oldest.
 *
 * <p>conmon puts an empty log in the place of one that is full. So while a log is new it also gets
 * the name with number 1, under which it stays when conmon has moved on; the launch script does the
 * same after each end of the container.
 */
final class LogFiles {
  private final Path current;

  LogFiles(Path current) {
    this.current = current;
  }

  /** Makes an empty log with its second name, before conmon opens it. */
  void make(int kept) throws IOException {
    Files.createFile(
        current,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    turn(kept);
  }

  /**
   * Gives the current log its second name, and moves the numbers on if that belongs to an older
   * one.
   *
   * @param kept how many files stay, the current one included
   */
  void turn(int kept) throws IOException {
    Object key = key(current);
    if (kept < 2 || key == null) {
      return;
    }
    Path first = numbered(1);
    Object firstKey = key(first);
    if (key.equals(firstKey)) {
      return;
    }
    if (firstKey != null) {
      for (int number = kept; number > 1; number--) {
        if (Files.exists(numbered(number - 1))) {
          Files.move(numbered(number - 1), numbered(number), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    int beyond = kept + 1;
    while (Files.deleteIfExists(numbered(beyond))) {
      beyond++;
    }
    Files.deleteIfExists(first);
    Files.createLink(first, current);
  }

  /** The files that are there, the oldest first; the current one is last and listed once. */
  List<Path> oldestFirst() throws IOException {
    List<Path> files = new ArrayList<>();
    Object currentKey = key(current);
    for (int number = 1; ; number++) {
      Path file = numbered(number);
      Object key = key(file);
      if (key == null) {
        break;
      }
      if (!key.equals(currentKey)) {
        files.addFirst(file);
      }
    }
    if (currentKey != null) {
      files.add(current);
    }
    return files;
  }

  /** What tells the file at a path from every other, whatever its name; null for no file. */
  static @Nullable Object key(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Path numbered(int number) {
    return current.resolveSibling(current.getFileName() + "." + number);
  }
}
