package dev.jpod.network;

import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The folder in which the driver notes what it did to the host. Whatever it does, it makes the
 * folder first: where there is none, the host has nothing of the store.
 */
final class RunFolder {
  private static final Set<PosixFilePermission> READABLE =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);

  private final Path folder;

  RunFolder(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  boolean exists() {
    return Files.isDirectory(folder);
  }

  void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(folder, "made", e);
    }
  }

  void delete() {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw failed(folder, "deleted", e);
    }
  }

  /** What a file holds; empty when there is none. */
  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw failed(file, "read", e);
    }
  }

  /** Replaces what a file holds; empty to delete it. */
  static void write(Path file, String content) {
    try {
      if (content.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        DurableFile.writeSoon(file, content.getBytes(StandardCharsets.US_ASCII), READABLE);
      }
    } catch (IOException e) {
      throw failed(file, "written", e);
    }
  }

  static JpodException failed(Path file, String verb, IOException cause) {
    return JpodException.failed(
        "'" + file + "' could not be " + verb + ": " + cause.getMessage(),
        "see whether the file system is writable and not full");
  }
}
