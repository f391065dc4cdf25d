package dev.jpod.host;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Files that a crash leaves either as they were or as they should be, never in between. */
public final class DurableFile {
  /**
   * How the names of unfinished files start. A crash can leave such a file behind; readers of a
   * folder pass over it and its owner may delete it.
   */
  public static final String TEMPORARY_PREFIX = ".tmp-";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private DurableFile() {}

  /**
   * Replaces the file's content. Atomic: readers see all of the old content or all of the new.
   * Durable: when this returns, the new content survives a power cut. The content is never readable
   * by more than {@code permissions} allow, whatever the umask.
   *
   * @throws IOException when the disk refuses; the old content then stays and nothing is left over
   */
  public static void write(Path file, byte[] content, Set<PosixFilePermission> permissions)
      throws IOException {
    replace(file, content, permissions, Until.ON_DISK);
    forceFolder(folderOf(file));
  }

  /**
   * Replaces the file's content as {@link #write} does, but leaves it to the kernel when it gets to
   * the disk: after a power cut the file may be as it was, or empty.
   */
  public static void writeSoon(Path file, byte[] content, Set<PosixFilePermission> permissions)
      throws IOException {
    replace(file, content, permissions, Until.IN_MEMORY);
  }

  private enum Until {
    IN_MEMORY,
    ON_DISK
  }

  private static void replace(
      Path file, byte[] content, Set<PosixFilePermission> permissions, Until until)
      throws IOException {
    Path temporary = folderOf(file).resolve(TEMPORARY_PREFIX + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              EnumSet.of(CREATE_NEW, WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        Files.setPosixFilePermissions(temporary, permissions);
        if (until == Until.ON_DISK) {
          channel.force(true);
        }
      }
      Files.move(temporary, file, ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /**
   * Gives a finished file or folder its final name, atomically and durably; an old file of that
   * name is replaced. The content must have been forced to disk before.
   */
  public static void moveInto(Path finished, Path target) throws IOException {
    Files.move(finished, target, ATOMIC_MOVE);
    forceFolder(folderOf(target));
  }

  /**
   * Deletes the unfinished files in a folder, which a missing one has none of. Only for whoever
   * holds the lock under which its files are written. Idempotent.
   */
  public static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> unfinished =
        Files.newDirectoryStream(folder, TEMPORARY_PREFIX + "*")) {
      for (Path file : unfinished) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever written there.
    }
  }

  /** Makes the names in a folder durable: new, renamed and deleted ones. */
  public static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of(".") : folder;
  }
}
