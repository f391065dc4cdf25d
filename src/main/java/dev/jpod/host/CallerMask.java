package dev.jpod.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The rights that the caller's umask leaves to files which he asks for by name. This process has
 * another umask: what jpod keeps is for the users of containers, too.
 *
 * @param bits those that it takes away; see umask(2)
 */
public record CallerMask(int bits) {
  private static final String GIVEN = "jpod.umask";
  private static final String USUAL = "022";
  private static final int OCTAL = 8;
  private static final int ALL = 0777;
  private static final int FILE = 0666;
  private static final int FIRST = 0400;

  /** The launcher's word {@code jpod.umask}, else the usual one. */
  public static CallerMask ofProcess() {
    String given = System.getProperty(GIVEN, "");
    return new CallerMask(Integer.parseInt(given.isEmpty() ? USUAL : given, OCTAL) & ALL);
  }

  /** The rights of a new file. */
  public Set<PosixFilePermission> file() {
    return rights(FILE & ~bits);
  }

  /** The rights of a new folder. */
  public Set<PosixFilePermission> folder() {
    return rights(ALL & ~bits);
  }

  /**
   * Gives a new file, or a new folder with all that is in it, these rights. Nothing happens to
   * links, and on file systems that know no rights.
   */
  public void give(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return;
    }
    boolean isFolder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    if (isFolder) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(file)) {
        for (Path entry : entries) {
          give(entry);
        }
      }
    }
    try {
      Files.setPosixFilePermissions(file, isFolder ? folder() : file());
    } catch (FileSystemException | UnsupportedOperationException e) {
      // As open(2) on such a file system, which does not mind either.
      return;
    }
  }

  private static Set<PosixFilePermission> rights(int mode) {
    Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
    int bit = FIRST;
    for (PosixFilePermission right : PosixFilePermission.values()) {
      if ((mode & bit) != 0) {
        rights.add(right);
      }
      bit >>= 1;
    }
    return Collections.unmodifiableSet(rights);
  }
}
