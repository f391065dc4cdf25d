package dev.jpod.host;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.UUID;

/** Whole trees of files whose names and shape a container or an archive chose. */
public final class FileTree {
  /** Deeper folders are lifted to the top and emptied from there, to bound the open files. */
  private static final int DEEPEST = 64;

  /** How often a folder is emptied into which somebody else puts something at the same time. */
  private static final int MOST_PASSES = 20;

  private static final Path ITSELF = Path.of(".");

  private final SecureDirectoryStream<Path> top;
  private boolean lifted;

  private FileTree(SecureDirectoryStream<Path> top) {
    this.top = top;
  }

  /**
   * Deletes a file, or a folder with all that is in it. It follows no symbolic link and works from
   * open folders instead of paths, so a path longer than the kernel takes does not stop it. It
   * crosses into whatever is mounted below, so nothing may be. Idempotent, also when somebody else
   * deletes at the same time; what somebody else just adds is deleted with the rest.
   */
  public static void delete(Path path) throws IOException {
    for (int pass = 1; ; pass++) {
      try {
        deleteOnce(path);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (pass == MOST_PASSES) {
          throw e;
        }
      }
    }
  }

  private static void deleteOnce(Path path) throws IOException {
    if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> opened = Files.newDirectoryStream(path)) {
        new FileTree(secure(opened)).empty();
      } catch (NoSuchFileException e) {
        return;
      }
    }
    Files.deleteIfExists(path);
  }

  private void empty() throws IOException {
    do {
      lifted = false;
      empty(top, ITSELF, 0);
    } while (lifted);
  }

  private void empty(SecureDirectoryStream<Path> parent, Path name, int depth) throws IOException {
    try (SecureDirectoryStream<Path> folder = parent.newDirectoryStream(name, NOFOLLOW_LINKS)) {
      for (Path path : folder) {
        removeIfThere(folder, path.getFileName(), depth);
      }
    }
  }

  private void removeIfThere(SecureDirectoryStream<Path> folder, Path entry, int depth)
      throws IOException {
    try {
      remove(folder, entry, depth);
    } catch (NoSuchFileException e) {
      return;
    }
  }

  private void remove(SecureDirectoryStream<Path> folder, Path entry, int depth)
      throws IOException {
    if (!isDirectory(folder, entry)) {
      folder.deleteFile(entry);
    } else if (depth < DEEPEST) {
      empty(folder, entry, depth + 1);
      folder.deleteDirectory(entry);
    } else {
      folder.move(entry, top, Path.of(UUID.randomUUID().toString()));
      lifted = true;
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> folder, Path entry)
      throws IOException {
    return folder
        .getFileAttributeView(entry, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> opened)
      throws IOException {
    if (opened instanceof SecureDirectoryStream<Path> folder) {
      return folder;
    }
    throw new IOException("this system cannot hold folders open");
  }
}
