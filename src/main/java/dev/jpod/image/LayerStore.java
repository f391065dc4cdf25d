package dev.jpod.image;

import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.KernelLock;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.ProcFs;
import dev.jpod.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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

  /** A file beside the layer's own: in which boot it was written and not yet forced to disk. */
  private static final String UNSETTLED = "unsettled";

  /** Where a layer's tar comes from, compressed or not. */
  interface Content {
    InputStream open() throws IOException;

    static Content of(Path file) {
      return () -> Files.newInputStream(file);
    }
  }

  /** When a layer becomes safe from a power cut. */
  enum Settling {
    AT_ONCE,
    /** With {@link #settle}, once for all layers of an image. */
    LATER
  }

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
   * first instead of unpacking it again. A layer that was lent gives way to one of our own.
   *
   * @throws HostileLayerException when the content is not what the diff id says, or is an attack
   */
  void ensure(Digest chainId, Digest diffId, Content content, Settling settling)
      throws IOException {
    if (isOwn(chainId)) {
      return;
    }
    Path lockFile = temporary().resolve(chainId.hex() + ".lock");
    try (KernelLock _ = KernelLock.exclusive(lockFile)) {
      if (!isOwn(chainId)) {
        if (!isWhole(chainId)) {
          discard(chainId);
        }
        Unpacked unpacked = unpack(content, End.MAY_BE_MISSING);
        if (!unpacked.diffId().equals(diffId)) {
          FileTree.delete(unpacked.folder());
          throw new HostileLayerException(
              "its content has the digest '" + unpacked.diffId() + "', not '" + diffId + "'");
        }
        lent(chainId).keepPacking(unpacked.folder());
        discard(chainId);
        place(unpacked, chainId, settling);
      }
      Files.deleteIfExists(lockFile);
    }
  }

  /** Whether the layer is there, unpacked by jpod, and whole. */
  boolean isOwn(Digest chainId) throws IOException {
    return !lent(chainId).isLent() && isWhole(chainId);
  }

  /** Whether the layer is there, and no power cut can have taken anything of it. */
  boolean isWhole(Digest chainId) throws IOException {
    return Files.isDirectory(diff(chainId)) && !isOfAnotherBoot(unsettled(chainId));
  }

  private static boolean isOfAnotherBoot(Path mark) throws IOException {
    return Files.exists(mark) && !Files.readString(mark).equals(ProcFs.bootId());
  }

  private Path unsettled(Digest chainId) {
    return folder.resolve(chainId.hex()).resolve(UNSETTLED);
  }

  /** What the layer with this chain id has of another store. */
  LentLayer.Place lent(Digest chainId) {
    return new LentLayer.Place(folder.resolve(chainId.hex()));
  }

  /** Takes away what a power cut may have damaged, or what is no longer wanted. */
  void discard(Digest chainId) throws IOException {
    Path damaged = folder.resolve(chainId.hex());
    if (Files.exists(damaged)) {
      Path dead = temporary().resolve(UUID.randomUUID().toString());
      DurableFile.moveInto(damaged, dead);
      FileTree.delete(dead);
    }
  }

  /** Forces to disk what of these layers has not been; idempotent. */
  void settle(List<Digest> chain) throws IOException {
    List<Path> marks = new ArrayList<>();
    for (Digest layer : chain) {
      if (Files.exists(unsettled(layer))) {
        marks.add(unsettled(layer));
      }
    }
    if (!marks.isEmpty()) {
      syncFileSystem(folder);
      for (Path mark : marks) {
        Files.deleteIfExists(mark);
      }
    }
  }

  private static void syncFileSystem(Path folder) throws IOException {
    try (OpenDirectory open = OpenDirectory.open(folder)) {
      open.syncFileSystem();
    }
  }

  /** Unpacks a layer into a temporary folder. */
  Unpacked unpack(Content content, End end) throws IOException {
    Path home = temporary().resolve(UUID.randomUUID().toString());
    try {
      Path replaced = Files.createDirectories(home.resolve("replaced"));
      Path diff = Files.createDirectory(home.resolve(DIFF));
      Files.setPosixFilePermissions(diff, PosixFilePermissions.fromString("rwxr-xr-x"));
      Digest diffId = unpack(content, end, diff, replaced);
      FileTree.delete(replaced);
      return new Unpacked(home, diffId);
    } catch (IOException | RuntimeException e) {
      FileTree.delete(home);
      throw e;
    }
  }

  private Digest unpack(Content packed, End end, Path diff, Path replaced) throws IOException {
    try (InputStream in = packed.open();
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

  /** Says of a layer without a place yet that it hides all lower ones. */
  static void markHiding(Path home) throws IOException {
    Files.createFile(home.resolve(OPAQUE));
  }

  /** Gives an unpacked layer its name; when somebody was faster, theirs stays. */
  void place(Unpacked unpacked, Digest chainId, Settling settling) throws IOException {
    Path target = folder.resolve(chainId.hex());
    try {
      switch (settling) {
        case AT_ONCE -> {
          syncFileSystem(unpacked.folder());
          DurableFile.moveInto(unpacked.folder(), target);
        }
        case LATER -> {
          Files.writeString(unpacked.folder().resolve(UNSETTLED), ProcFs.bootId());
          Files.move(unpacked.folder(), target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
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
