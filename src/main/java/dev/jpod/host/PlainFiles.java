package dev.jpod.host;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;

/**
 * Reads the files below a folder that somebody else filled. A link that lies in it is never
 * followed, so nothing outside is reached, and what is no regular file is not opened: a pipe would
 * be waited for.
 */
public record PlainFiles(Path folder) {
  /**
   * Opens a file.
   *
   * @param way names of folders and at last of the file, parted by slashes
   * @throws NoSuchFileException when there is none, or what is there is no plain file
   */
  public SeekableByteChannel open(String way) throws IOException {
    String[] names = way.split("/", -1);
    for (String name : names) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw new NoSuchFileException(folder.resolve(way).toString());
      }
    }
    try (DirectoryStream<Path> top = Files.newDirectoryStream(folder)) {
      return open(secure(top), names, 0);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      if (isNoWay(way)) {
        throw new NoSuchFileException(folder.resolve(way).toString());
      }
      throw e;
    }
  }

  /** Whether something on the way is a link, or no folder, or the end is no file. */
  private boolean isNoWay(String way) {
    Path place = folder;
    String[] names = way.split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      place = place.resolve(names[i]);
      if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return !Files.isRegularFile(folder.resolve(way), NOFOLLOW_LINKS);
  }

  private static SeekableByteChannel open(
      SecureDirectoryStream<Path> parent, String[] names, int at) throws IOException {
    Path name = Path.of(names[at]);
    if (at < names.length - 1) {
      try (SecureDirectoryStream<Path> next = parent.newDirectoryStream(name, NOFOLLOW_LINKS)) {
        return open(next, names, at + 1);
      }
    }
    if (!parent
        .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes()
        .isRegularFile()) {
      throw new NoSuchFileException(name.toString());
    }
    return parent.newByteChannel(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> opened)
      throws IOException {
    if (opened instanceof SecureDirectoryStream<Path> folder) {
      return folder;
    }
    throw new IOException("this system cannot hold folders open");
  }
}
