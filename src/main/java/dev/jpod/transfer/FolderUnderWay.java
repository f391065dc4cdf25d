package dev.jpod.transfer;

import dev.jpod.host.CallerMask;
import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.OpenDirectory;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder that gets files. They are written aside: beside a folder that is not there yet, which
 * then appears as a whole, else in a hidden folder inside it.
 */
final class FolderUnderWay implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path target;
  private final Path aside;
  private final boolean isNew;

  private volatile boolean closed;

  private FolderUnderWay(Path target, Path aside, boolean isNew) {
    this.target = target;
    this.aside = aside;
    this.isNew = isNew;
  }

  static FolderUnderWay of(Path target) throws IOException {
    requireFolderOf(target);
    boolean isNew = !Files.exists(target);
    String name = DurableFile.TEMPORARY_PREFIX + UUID.randomUUID();
    Path aside = isNew ? target.resolveSibling(name) : target.resolve(name);
    return new FolderUnderWay(target, Files.createDirectory(aside, OWNER_ONLY), isNew);
  }

  /** Says that there is no folder to write something into, if so. */
  static void requireFolderOf(Path target) {
    Path parent = target.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw JpodException.notFound("there is no folder '" + parent + "'", "make it, then repeat");
    }
  }

  /** Whether there is nothing in a folder, or no folder. */
  static boolean isEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      throw JpodException.refused("'" + folder + "' is no folder", "name a new folder");
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      return !found.iterator().hasNext();
    }
  }

  Path target() {
    return target;
  }

  /** Where a file of the folder is written until all of it is shown. */
  Path file(String way) throws IOException {
    if (closed) {
      throw new IOException("the transfer was broken off");
    }
    Path file = aside.resolve(way);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return file;
  }

  void write(String way, String text) throws IOException {
    Files.writeString(file(way), text, StandardCharsets.UTF_8);
  }

  /**
   * Shows the folder. Files get their places in the order in which they are named, each replacing
   * one of its name; so the last should be the one that leads to the others.
   */
  void show(Iterable<String> ways) throws IOException {
    CallerMask mask = CallerMask.ofProcess();
    mask.give(aside);
    try (OpenDirectory folder = OpenDirectory.open(aside)) {
      folder.syncFileSystem();
    }
    if (isNew) {
      DurableFile.moveInto(aside, target);
      return;
    }
    for (String way : ways) {
      Path place = target.resolve(way);
      makeFolder(place.getParent(), mask);
      Files.move(aside.resolve(way), place, StandardCopyOption.ATOMIC_MOVE);
    }
    DurableFile.forceFolder(target);
  }

  private static void makeFolder(@Nullable Path folder, CallerMask mask) throws IOException {
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    makeFolder(folder.getParent(), mask);
    mask.give(Files.createDirectory(folder));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    FileTree.delete(aside);
  }
}
