package dev.jpod.image;

import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.KernelLock;
import dev.jpod.host.OpenDirectory;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The unpacked layers: {@code <chain id>/diff}, each unpacked once and shared by all images that
 * have it above the same lower layers. A layer is there completely or not at all.
 */
record LayerStore(Path folder, UnpackLimits limits) {
  private static final String TEMPORARY = "tmp";
  private static final String DIFF = "diff";

  /** A file beside the layer's own: nothing of a lower layer shows above this one. */
  private static final String OPAQUE = "opaque";

  /** A layer that has been unpacked but has no place yet and may still be lost in a crash. */
  record Unpacked(Path folder, Digest diffId) {}

  /** Whether a tar may lack its end mark. */
  enum End {
    /** Its digest is known, so that a cut-off tar is noticed anyway. */
    MAY_BE_MISSING,
    REQUIRED
  }

  /** Where files of the layer with this chain id lie, whether they are there or not. */
  Path diff(Digest chainId) {
    return folder.resolve(chainId.hex()).resolve(DIFF);
  }

  /** Whether the layer hides all lower ones, so that they need not be mounted. */
  boolean hidesAllLower(Digest chainId) {
    return Files.exists(folder.resolve(chainId.hex()).resolve(OPAQUE));
  }

  Path temporary() {
    return folder.resolve(TEMPORARY);
  }

  /**
   * Makes the folders; idempotent. Only the owner may enter: old layers hold setuid programs that
   * other users of the host must not reach.
   */
  void create() throws IOException {
    if (!Files.isDirectory(temporary())) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createDirectories(temporary());
      Files.createDirectories(folder.resolve(ShortLinks.FOLDER));
    }
  }

  /** While anybody holds this shared, nothing unfinished or unused is collected. */
  Path lockFile() {
    return folder.resolve("lock");
  }

  /**
   * Makes sure that a layer is unpacked. A second process that wants the same layer waits for the
   * first instead of unpacking it again.
   *
   * @throws HostileLayerException when the content is not what the diff id says, or is an attack
   */
  void ensure(Digest chainId, Digest diffId, Path blob) throws IOException {
    if (Files.isDirectory(diff(chainId))) {
      return;
    }
    Path lockFile = temporary().resolve(chainId.hex() + ".lock");
    try (KernelLock _ = KernelLock.exclusive(lockFile)) {
      if (!Files.isDirectory(diff(chainId))) {
        Unpacked unpacked = unpack(blob, End.MAY_BE_MISSING);
        if (!unpacked.diffId().equals(diffId)) {
          FileTree.delete(unpacked.folder());
          throw new HostileLayerException(
              "its content has the digest '" + unpacked.diffId() + "', not '" + diffId + "'");
        }
        place(unpacked, chainId);
      }
      Files.deleteIfExists(lockFile);
    }
  }

  /** Unpacks a layer into a temporary folder. */
  Unpacked unpack(Path blob, End end) throws IOException {
    Path home = temporary().resolve(UUID.randomUUID().toString());
    try {
      Path replaced = Files.createDirectories(home.resolve("replaced"));
      Path diff = Files.createDirectory(home.resolve(DIFF));
      Files.setPosixFilePermissions(diff, PosixFilePermissions.fromString("rwxr-xr-x"));
      Digest diffId = unpack(blob, end, diff, replaced);
      FileTree.delete(replaced);
      return new Unpacked(home, diffId);
    } catch (IOException | RuntimeException e) {
      FileTree.delete(home);
      throw e;
    }
  }

  private Digest unpack(Path blob, End end, Path diff, Path replaced) throws IOException {
    try (InputStream in = Files.newInputStream(blob);
        ReadAhead content = new ReadAhead(Compression.uncompressed(in), limits.bytes());
        OpenDirectory root = OpenDirectory.open(diff);
        OpenDirectory aside = OpenDirectory.open(replaced);
        LayerUnpacker unpacker = new LayerUnpacker(new LayerRoot(root, aside), limits)) {
      TarReader tar = new TarReader(content, limits.headerBytes());
      unpacker.unpack(tar);
      if (end == End.REQUIRED && !tar.isEndMarked()) {
        throw new HostileLayerException("it is cut off, or no tar");
      }
      if (unpacker.hidesAllLower()) {
        Files.createFile(diff.resolveSibling(OPAQUE));
      }
      return content.digest();
    }
  }

  /**
   * Makes an unpacked layer durable and gives it its name; when somebody was faster, theirs stays.
   */
  void place(Unpacked unpacked, Digest chainId) throws IOException {
    try (OpenDirectory home = OpenDirectory.open(unpacked.folder())) {
      home.syncFileSystem();
    }
    try {
      DurableFile.moveInto(unpacked.folder(), folder.resolve(chainId.hex()));
    } catch (FileSystemException e) {
      if (!Files.isDirectory(diff(chainId))) {
        throw e;
      }
      FileTree.delete(unpacked.folder());
    }
    links().ensure(chainId);
  }

  ShortLinks links() {
    return new ShortLinks(folder);
  }
}
